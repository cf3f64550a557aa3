package pmon3.screen;

/**
 * What one kind of table is made of.
 *
 * @param <R> what a row is of
 */
interface Columns<R> {
    /** Of all columns, in their order; a new array. */
    int[] minimumWidths();

    String header(int column);

    /** A new array. */
    String[] cells(R row);

    /** The colour of a cell, on a terminal that has some. */
    String style(R row, int column);

    boolean isRightAligned(int column);

    /** Whether its cells are texts that somebody chose; the others are digits and the like, known to be harmless. */
    boolean isForeign(int column);
}
