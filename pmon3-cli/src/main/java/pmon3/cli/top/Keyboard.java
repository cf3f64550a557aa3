package pmon3.cli.top;

/** The door to the terminal's keys, each known when it is pressed. Closing it gives the terminal back as it was. */
public interface Keyboard extends AutoCloseable {
    /** No key in time. */
    int NONE = -1;

    /** There will be no more keys. */
    int END = -2;

    /** The next byte that the terminal sends, or {@link #NONE} or {@link #END}. */
    int await(long ms);

    /** How wide the terminal is now. */
    int columns();

    @Override
    void close();
}
