package pmon3.daemon.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import pmon3.ipc.Request;
import pmon3.ipc.RequestChannel;
import pmon3.ipc.ShmemChannel;
import pmon3.model.PmonException;

/** Processes of another user; only root can start them. */
final class OtherUser {
    static final int NOBODY = 65534;

    private OtherUser() {}

    /** The client's program: asks once and prints what it gets. */
    public static final class Client {
        private Client() {}

        public static void main(String[] args) {
            try (RequestChannel channel = ChannelPlace.connect(ChannelPlace.queueIn(args[0], args[1]))) {
                channel.ask(new Request.ListProcesses(), ChannelPlace.SILENCE_DEADLINE_MS, System.out::println);
            } catch (PmonException e) {
                System.out.println(e.code() + " " + e.getMessage());
            }
        }
    }

    /** Asks once by the place's first transport. */
    static Process client(ChannelPlace place) throws Exception {
        Path token = place.shmem().resolve("token-of-nobody");
        Files.setAttribute(token, "unix:uid", NOBODY);
        List<String> command = new ArrayList<>(List.of("env", "PMON3_TOKEN_FILE=" + token));
        command.addAll(java(place));
        return run(command);
    }

    static Process run(List<String> command) throws IOException {
        List<String> all = new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        all.addAll(command);
        return new ProcessBuilder(all).redirectErrorStream(true).start();
    }

    /** The classes are copied to where another user can read them. */
    private static List<String> java(ChannelPlace place) throws Exception {
        Path classes = Files.createDirectories(place.shmem().resolve("classes"));
        copy(ShmemChannel.class, classes);
        copy(Client.class, classes);
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dpmon3.home=" + QueuePlace.home(),
                "-cp",
                classes + ":" + classes + "/*",
                Client.class.getName(),
                place.shmem().toString(),
                place.queue().transports().get(0));
    }

    private static void copy(Class<?> one, Path classes) throws Exception {
        Path source =
                Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isRegularFile(source)) {
            // A jar, where the module was packaged in the same run.
            Files.copy(source, classes.resolve(source.getFileName()));
            return;
        }
        try (Stream<Path> all = Files.walk(source)) {
            for (Path file : all.toList()) {
                Path target = classes.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
