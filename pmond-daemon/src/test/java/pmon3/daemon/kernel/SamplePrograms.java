package pmon3.daemon.kernel;

/** Programs that behave in a known way, as each kernel under test has them. */
interface SamplePrograms extends AutoCloseable {
    /** What they do. */
    enum Sample {
        /** Lives until it is killed. */
        LIVES,
        /** Returns 7 at once. */
        RETURNS_SEVEN,
        /** Lives, with two children in its group and session, until it is killed. */
        HAS_CHILDREN,
        /** As that with one child, and neither cares for SIGTERM. */
        IGNORES_TERM,
        MISSING,
        DIRECTORY,
        NOT_EXECUTABLE,
        /** Its first line names an interpreter that does not exist: known only after go. */
        WITHOUT_INTERPRETER
    }

    SpawnOrder order(long ticket, Sample sample);

    @Override
    void close();
}
