package pmon3.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a running pmond holds at one moment.
 *
 * @param channelNames in the channel directory
 * @param liveBytes of objects in its heap that are in use, counted after a full collection
 * @param channels of clients among them
 */
record Holdings(long descriptors, long threads, long channelNames, long liveBytes, long channels) {
    private static final String CHANNEL_CLASS = "pmon3.daemon.server.ServedChannel";

    static Holdings of(PmondFixture pmond) {
        Path proc = Path.of("/proc/" + pmond.pid());
        String histogram = Command.of(
                        System.getProperty("java.home") + "/bin/jcmd",
                        Integer.toString(pmond.pid()),
                        "GC.class_histogram")
                .run()
                .ok()
                .out();
        return new Holdings(
                count(proc.resolve("fd")),
                count(proc.resolve("task")),
                count(pmond.channelDirectory()),
                column(histogram, "Total", 2),
                histogram.contains(CHANNEL_CLASS) ? column(histogram, CHANNEL_CLASS, 1) : 0);
    }

    /** Of the first line with this word: a number, counted from 0. */
    private static long column(String histogram, String word, int column) {
        String line = histogram
                .lines()
                .filter(each -> each.contains(word))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.strip().split("\\s+")[column]);
    }

    private static long count(Path folder) {
        try (Stream<Path> names = Files.list(folder)) {
            return names.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
