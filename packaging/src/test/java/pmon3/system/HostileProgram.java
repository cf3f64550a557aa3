package pmon3.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import pmon3.ipc.ChannelLayout;
import pmon3.ipc.MessageWriter;
import pmon3.ipc.Request;
import pmon3.ipc.RequestCodec;
import pmon3.model.DefinitionChange;

/**
 * hostile.py, the client that means harm, as a user who may do nothing to root's processes; with the requests that it would
 * like to have granted, and with files that root wrote and that it can only rename.
 */
final class HostileProgram {
    static final String USER = "nobody";
    /** How many kinds of attack it has at least; fewer would mean that they were not found. */
    static final int KINDS = 37;

    private static final int FOREIGN_FILES = 300;
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final PmondFixture pmond;
    private final Path script;
    private final Path own;
    private int runs;

    /**
     * @param forbidden what root alone may do, each with a name
     */
    HostileProgram(PmondFixture pmond, Map<String, Request> forbidden) {
        this.pmond = pmond;
        try {
            script = Files.copy(
                    Path.of("src/test/python/hostile.py"), pmond.folder().resolve("hostile.py"));
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            own = Files.createDirectory(pmond.channelDirectory().resolveSibling("hostile"));
            Path requests = Files.createDirectory(own.resolve("requests"));
            Files.write(requests.resolve("ping"), bytes(new Request.Ping()));
            Files.write(requests.resolve("list"), bytes(new Request.ListProcesses()));
            for (Map.Entry<String, Request> each : forbidden.entrySet()) {
                Files.write(requests.resolve(each.getKey()), bytes(each.getValue()));
            }
            writeForeignFiles(Files.createDirectory(own.resolve("foreign")), List.copyOf(forbidden.values()));
            for (Path folder : List.of(own, requests, own.resolve("foreign"))) {
                Command.of("chown", USER, folder.toString()).run().ok();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What root may do with the processes of these names, and nobody else. */
    static Map<String, Request> forbidden(String process, String group, Path rootsProgram) {
        List<String> processes = List.of(process);
        List<String> groups = List.of(group);
        DefinitionChange asRoot = new DefinitionChange(
                Optional.of("changed"),
                Optional.of("LD_PRELOAD=/tmp/evil.so"),
                Optional.of("root"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(true),
                Optional.empty(),
                Optional.of(groups));
        Map<String, Request> requests = new TreeMap<>();
        requests.put("describe", new Request.Describe(processes));
        requests.put("exec", new Request.Exec(rootsProgram.toString(), Optional.of("intruder"), asRoot));
        requests.put("exec-known", new Request.Exec("/bin/sleep", Optional.of(process), asRoot));
        requests.put("stop", new Request.Stop(processes, true));
        requests.put("restart", new Request.Restart(processes, true, DefinitionChange.NONE));
        requests.put("change", new Request.Restart(processes, false, asRoot));
        requests.put("delete", new Request.Delete(processes, true));
        requests.put("kill", new Request.KillAll(true));
        requests.put("drop", new Request.DropAll(true));
        requests.put("init", new Request.Init(true, true));
        requests.put("reset", new Request.Reset(processes));
        requests.put("assign", new Request.AssignGroups(groups, processes));
        requests.put("leave", new Request.LeaveGroups(groups, processes));
        requests.put("group-stop", new Request.StopGroups(groups, true));
        requests.put("group-restart", new Request.RestartGroups(groups, true, asRoot));
        requests.put("group-drop", new Request.DropGroups(groups, true));
        requests.put("group-delete", new Request.DeleteGroups(groups));
        return requests;
    }

    /** Attacks so often, kind after kind; how often each was tried. */
    Map<String, Integer> attack(int times, String... kinds) {
        int run = ++runs;
        Path out = pmond.folder().resolve("hostile" + run + ".out");
        Path err = pmond.folder().resolve("hostile" + run + ".err");
        Process process = start(times, out, err, kinds);
        Await.until("the end of the attacks", LONGEST, () -> !process.isAlive());
        String said = Tree.text(err);
        if (process.exitValue() != 0 || !said.isEmpty()) {
            throw new AssertionError("exit status " + process.exitValue() + ": " + said);
        }
        Map<String, Integer> tried = new TreeMap<>();
        Tree.text(out).lines().filter(line -> !line.startsWith("refused ")).forEach(line -> {
            int space = line.indexOf(' ');
            tried.put(line.substring(0, space), Integer.parseInt(line.substring(space + 1)));
        });
        System.out.println("hostile channels: " + tried);
        return tried;
    }

    private Process start(int times, Path out, Path err, String... kinds) {
        String[] words = {
            Root.program("python3"),
            script.toString(),
            pmond.channelDirectory().toString(),
            own.toString(),
            Integer.toString(times),
            String.join(",", kinds)
        };
        return Command.of(words).as(USER).start(out, err);
    }

    /** Complete and locked by nobody; the caller may rename them, for the folder is the caller's. */
    private static void writeForeignFiles(Path folder, List<Request> requests) throws IOException {
        for (int number = 0; number < FOREIGN_FILES; number++) {
            byte[] message = bytes(requests.get(number % requests.size()));
            CRC32 checksum = new CRC32();
            checksum.update(message);
            ByteBuffer file = ByteBuffer.allocate(ChannelLayout.REQUEST_OFFSET + message.length)
                    .order(ByteOrder.LITTLE_ENDIAN);
            file.putLong(ChannelLayout.VERSION_OFFSET, ChannelLayout.VERSION);
            file.putLong(ChannelLayout.REQUEST_LENGTH_OFFSET, message.length);
            file.putLong(ChannelLayout.REQUEST_CHECKSUM_OFFSET, checksum.getValue());
            file.put(ChannelLayout.REQUEST_OFFSET, message);
            Path name = folder.resolve(number + ".tmp");
            try (FileChannel channel =
                    FileChannel.open(name, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                channel.write(file);
            }
            Files.setPosixFilePermissions(name, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static byte[] bytes(Request request) {
        MessageWriter writer = new MessageWriter();
        RequestCodec.encode(request, writer);
        ByteBuffer written = writer.written();
        byte[] message = new byte[written.remaining()];
        written.get(message);
        return message;
    }
}
