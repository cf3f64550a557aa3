package pmon3.daemon.kernel;

/** The signals pmond sends; numbers as on every Linux this runs on (signal(7)). */
public enum Signal {
    KILL(9),
    TERM(15);

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
