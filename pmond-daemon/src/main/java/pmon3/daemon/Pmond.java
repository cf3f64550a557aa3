package pmon3.daemon;

/** The daemon's composition root: builds the parts, connects them, and starts them. */
public final class Pmond {
    private Pmond() {}

    public static void main(String[] args) {
        System.err.println("pmond: nothing to run yet");
        System.exit(1);
    }
}
