package pmon3.cli.top;

/** What the processes are ordered by, the greatest first. */
public enum TopOrder {
    CPU("%CPU", "CPU"),
    MEMORY("%MEM", "memory");

    private final String column;
    private final String word;

    TopOrder(String column, String word) {
        this.column = column;
        this.word = word;
    }

    /** The head of top's column. */
    String column() {
        return column;
    }

    /** For people. */
    String word() {
        return word;
    }

    TopOrder other() {
        return this == CPU ? MEMORY : CPU;
    }
}
