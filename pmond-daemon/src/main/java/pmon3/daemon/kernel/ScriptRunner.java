package pmon3.daemon.kernel;

/** The door to scripts: runs each to its end, or to that of its time. */
public interface ScriptRunner {
    /** Takes what a script writes to stdout and stderr, as it comes. */
    interface Output {
        /**
         * Called by the thread that runs the script.
         *
         * @return whether more is wanted soon; if not, the script is read so slowly that it costs next to nothing
         */
        boolean take(byte[] bytes, int length);
    }

    /** Runs it in the caller's thread, which waits; never throws for what is wrong with the script. */
    ScriptEnd run(ScriptOrder order, Output output);

    /** Kills all that run, and lets none start any more. */
    void endAll();
}
