package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sh launchers, seen through the one command of the client that needs no pmond. */
class LauncherTest {
    private static final String VERSION = "pmon3 version ";

    @TempDir
    Path folder;

    private static Command client(Path tree) {
        return Command.of(tree + "/bin/pmon3", "version");
    }

    private static void assertWorks(Command command) {
        Ran ran = command.run().ok();
        assertThat(ran.out()).startsWith(VERSION);
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void worksFromAnyFolderAndThroughLinks() throws IOException {
        Path link =
                Files.createSymbolicLink(folder.resolve("pmon3"), Tree.home().resolve("bin/pmon3"));
        Path linkToLink = Files.createSymbolicLink(folder.resolve("p"), Path.of("pmon3"));
        assertWorks(Command.of(link.toString(), "version"));
        assertWorks(Command.of("./" + linkToLink.getFileName(), "version").in(folder));
        assertWorks(Command.of("bin/pmon3", "version").in(Tree.home()));
        assertWorks(Command.of("sh", "pmon3", "version").in(Tree.home().resolve("bin")));
    }

    @Test
    void worksWhereTheTreeIsMovedTo() {
        Path moved = folder.resolve("moved tree");
        Command.of("cp", "-a", Tree.home().toString(), moved.toString()).run().ok();
        assertWorks(client(moved));
    }

    @Test
    void findsTheNewestJavaWhereNoneIsRecorded() throws IOException {
        Path copy = folder.resolve("copy");
        Command.of("cp", "-a", Tree.home().toString(), copy.toString()).run().ok();
        Files.delete(copy.resolve("lib/java-home"));
        assertWorks(client(copy));
        Files.writeString(copy.resolve("lib/java-home"), "/nonexistent\n");
        assertWorks(client(copy));
    }

    @Test
    void refusesAJavaThatIsNone() {
        Ran ran = client(Tree.home())
                .with("PMON3_JAVA_HOME", "/nonexistent")
                .run()
                .exited(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).isEqualTo("pmon3: PMON3_JAVA_HOME (/nonexistent) is not Java 17 or newer\n");
    }

    @Test
    void takesNoOptionsForTheVirtualMachineFromTheEnvironment() {
        assertWorks(client(Tree.home())
                .with("JAVA_TOOL_OPTIONS", "-Xmx1k")
                .with("_JAVA_OPTIONS", "-Xmx1k")
                .with("JDK_JAVA_OPTIONS", "-Xmx1k")
                .with("CLASSPATH", "/nonexistent"));
    }

    @Test
    void keepsSilentAboutABrokenArchive() throws IOException {
        Path copy = folder.resolve("copy");
        Command.of("cp", "-a", Tree.home().toString(), copy.toString()).run().ok();
        try (var archives = Files.walk(copy.resolve("lib/archives"))) {
            for (Path archive : archives.filter(Files::isRegularFile).toList()) {
                Files.writeString(archive, "not an archive");
            }
        }
        assertWorks(client(copy));
    }

    @Test
    void startsNoOtherProgramOnTheWay() throws IOException {
        Path trace = folder.resolve("trace");
        Ran ran = Command.of(
                        "strace",
                        "-f",
                        "-qq",
                        "-e",
                        "trace=execve,fork,vfork",
                        "-o",
                        trace.toString(),
                        Tree.home() + "/bin/pmon3",
                        "version")
                .run()
                .ok();
        assertThat(ran.out()).startsWith(VERSION);
        List<String> calls = Files.readAllLines(trace);
        assertThat(calls).filteredOn(line -> line.contains("execve(")).hasSize(2);
        assertThat(calls)
                .filteredOn(line -> line.contains("clone(") || line.contains("clone3(") || line.contains("fork("))
                .allMatch(line -> line.contains("CLONE_THREAD"));
    }
}
