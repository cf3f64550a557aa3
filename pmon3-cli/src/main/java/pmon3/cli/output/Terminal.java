package pmon3.cli.output;

/** The door to whoever reads what the client says. */
public interface Terminal {
    /**
     * Writes to stdout at once, unchanged.
     *
     * @throws OutputClosedException if nobody reads any more
     * @throws pmon3.model.PmonException FAILED if it cannot be written for another reason
     */
    void write(byte[] bytes, int length);

    /** One line to stderr; control characters in it are shown escaped. Never fails. */
    void error(String line);

    /** Whether stdout shows colours. */
    boolean coloured();

    /** Whether a person sits there, who reads stdout and can press keys, at a terminal that can be drawn on. */
    default boolean interactive() {
        return false;
    }
}
