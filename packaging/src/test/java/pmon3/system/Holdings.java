package pmon3.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a running pmond holds at one moment.
 *
 * @param channelNames in the channel directory
 * @param liveBytes of objects in its heap that are in use, counted after a full collection
 * @param channels of clients among them
 */
record Holdings(long descriptors, long threads, List<String> channelNames, long liveBytes, long channels) {
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
                names(pmond.channelDirectory()),
                column(histogram, "Total", 2).orElseThrow(),
                column(histogram, CHANNEL_CLASS, 1).orElse(0));
    }

    /** Of the line of this class, or of the last one: a number, counted from 0. */
    private static OptionalLong column(String histogram, String title, int column) {
        return histogram
                .lines()
                .map(line -> List.of(line.strip().split("\\s+")))
                .filter(words -> words.contains(title))
                .mapToLong(words -> Long.parseLong(words.get(column)))
                .findFirst();
    }

    private static long count(Path folder) {
        return names(folder).size();
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> names = Files.list(folder)) {
            return names.map(name -> name.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
