package pmon3.cli.top;

import java.util.List;

/** One call of the native top. */
public interface TopProgram {
    /** As many as {@code top -p} takes. */
    int MOST_PIDS = 20;

    /**
     * @param pids at most {@link #MOST_PIDS}; those that are gone are left out
     * @param columns how wide a line may be
     * @return the lines of one pass, in batch mode
     * @throws pmon3.model.PmonException FAILED if top cannot be run
     */
    List<String> lines(List<Integer> pids, TopOrder order, int columns);
}
