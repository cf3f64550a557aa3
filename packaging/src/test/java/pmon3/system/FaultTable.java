package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of faults that pmond was put through: fault, times tried, lost. Each row is one test; {@code packaging/test}
 * prints the table at its end. The usual run tries each fault a few times, {@code packaging/test --full} as often as it
 * should be.
 */
final class FaultTable {
    private static final boolean FULL =
            System.getProperty("pmon3.faults", "usual").equals("full");
    private static final Path FILE = Tree.home().resolveSibling("faults.txt");

    private FaultTable() {}

    /** One try of a fault. */
    interface Trial {
        /**
         * @param number from 1 on
         * @return what was lost by it, in words: a process that does not run or runs twice, a command that was forgotten
         */
        List<String> run(int number);
    }

    static int times(int usual, int full) {
        return FULL ? full : usual;
    }

    /** Tries the fault so many times, writes its row, and fails if anything was lost. */
    static void row(String fault, int times, Trial trial) {
        List<String> lost = new ArrayList<>();
        int tried = 0;
        try {
            for (int number = 1; number <= times; number++) {
                tried = number;
                for (String what : trial.run(number)) {
                    lost.add("try " + number + ": " + what);
                }
            }
        } catch (AssertionError broken) {
            write(fault, tried, lost.size() + 1);
            throw broken;
        }
        write(fault, tried, lost.size());
        assertThat(lost).as(fault).isEmpty();
    }

    private static void write(String fault, int tried, int lost) {
        String row = String.format("%-96s %6d %5d%n", fault, tried, lost);
        System.out.print("fault: " + row);
        try {
            Files.writeString(FILE, row, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
