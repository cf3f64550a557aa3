package pmon3.cli;

/** The client that people and scripts type. */
public final class Pmon3 {
    private Pmon3() {}

    public static void main(String[] args) {
        System.err.println("pmon3: nothing to run yet");
        System.exit(1);
    }
}
