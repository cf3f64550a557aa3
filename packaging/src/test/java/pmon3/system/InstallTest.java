package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** packaging/install into a folder, as for a package: it needs no root and starts nothing. */
class InstallTest {
    private static final Path SCRIPT = Tree.home().resolve("../../install").normalize();

    @TempDir
    Path root;

    private Ran install(String... options) {
        String[] words = new String[options.length + 3];
        words[0] = SCRIPT.toString();
        words[1] = "--tree";
        words[2] = Tree.home().toString();
        System.arraycopy(options, 0, words, 3, options.length);
        return Command.of(words).with("DESTDIR", root.toString()).run();
    }

    private List<String> files() throws IOException {
        try (var all = Files.walk(root)) {
            return all.filter(path -> !Files.isDirectory(path))
                    .map(path -> "/" + root.relativize(path))
                    .toList();
        }
    }

    private String text(String path) throws IOException {
        return Files.readString(root.resolve(path.substring(1)));
    }

    @Test
    void putsEverythingBelowThePrefixAndInEtc() throws IOException {
        install("--prefix", "/opt/pm").ok();
        assertThat(files())
                .contains(
                        "/opt/pm/bin/pmon3",
                        "/opt/pm/bin/pmond",
                        "/etc/pmon3/config/config.yml",
                        "/etc/systemd/system/pmond.service",
                        "/etc/logrotate.d/pmon3")
                .allMatch(file -> file.startsWith("/opt/pm/") || file.startsWith("/etc/"));
        assertThat(text("/etc/systemd/system/pmond.service")).contains("ExecStart=/opt/pm/bin/pmond\n");
        assertThat(Files.readAttributes(
                                root.resolve("var/log/pmond"), java.nio.file.attribute.PosixFileAttributes.class)
                        .permissions())
                .isEqualTo(PosixFilePermissions.fromString("rwxrwxr-x"));
        assertThat(Command.of(root + "/opt/pm/bin/pmon3", "version").run().ok().out())
                .startsWith("pmon3 version ");
    }

    @Test
    void completionsAndPagesGoWhereShellsAndManLook() throws IOException {
        Path tree = root.resolve("tree");
        Command.of("cp", "-r", Tree.home().toString(), tree.toString()).run().ok();
        for (String file : List.of(
                "completion/pmon3.bash",
                "completion/_pmon3",
                "completion/pmon3.fish",
                "man/pmon3.1",
                "man/pmond.8",
                "man/pmon3-config.5")) {
            Files.createDirectories(tree.resolve(file).getParent());
            Files.writeString(tree.resolve(file), file);
        }
        install("--tree", tree.toString()).ok();
        Tree.remove(tree);

        String share = "/usr/local/share/";
        assertThat(text(share + "bash-completion/completions/pmon3")).isEqualTo("completion/pmon3.bash");
        assertThat(text(share + "zsh/site-functions/_pmon3")).isEqualTo("completion/_pmon3");
        assertThat(text(share + "fish/vendor_completions.d/pmon3.fish")).isEqualTo("completion/pmon3.fish");
        assertThat(text(share + "man/man1/pmon3.1")).isEqualTo("man/pmon3.1");
        assertThat(text(share + "man/man8/pmond.8")).isEqualTo("man/pmond.8");
        assertThat(text(share + "man/man5/pmon3-config.5")).isEqualTo("man/pmon3-config.5");
        install("--uninstall").ok();
        assertThat(files()).noneMatch(file -> file.startsWith(share));
    }

    @Test
    void makesNoArchivesForAPathThatIsNotTheFinalOne() throws IOException {
        install().ok();
        assertThat(files()).noneMatch(file -> file.contains("/archives/") || file.endsWith("/java-home"));
    }

    @Test
    void whatIsEditedStaysAndWhatIsNotIsReplaced() throws IOException {
        install().ok();
        Path config = root.resolve("etc/pmon3/config/config.yml");
        Path rule = root.resolve("etc/logrotate.d/pmon3");
        Path unit = root.resolve("etc/systemd/system/pmond.service");
        Files.writeString(config, "log_level: debug\n");
        Files.writeString(unit, "[Service]\n");
        String shipped = Files.readString(rule);

        Ran again = install().ok();
        assertThat(again.out())
                .contains(config + " was edited and stays", unit + ".before")
                .doesNotContain(rule.toString());
        assertThat(Files.readString(config)).isEqualTo("log_level: debug\n");
        assertThat(Files.readString(rule)).isEqualTo(shipped);
        assertThat(Files.readString(Path.of(unit + ".before"))).isEqualTo("[Service]\n");
        assertThat(Files.readString(unit)).contains("Type=notify");
        try (var trees = Files.list(root.resolve("usr/local/lib/pmon3"))) {
            assertThat(trees).hasSize(1);
        }
    }

    @Test
    void programsOfAnotherInstallationAreSetAside() throws IOException {
        Path theirs = root.resolve("usr/local/bin/pmon3");
        Files.createDirectories(theirs.getParent());
        Files.writeString(theirs, "theirs");
        install().ok();
        assertThat(text("/usr/local/bin/pmon3.before")).isEqualTo("theirs");
        assertThat(theirs).isSymbolicLink();
    }

    @Test
    void uninstallingKeepsTheDataAndPurgingDoesNot() throws IOException {
        install().ok();
        Files.writeString(root.resolve("etc/pmon3/data/data.db"), "data");
        install("--uninstall").ok();
        assertThat(files()).containsExactlyInAnyOrder("/etc/pmon3/config/config.yml", "/etc/pmon3/data/data.db");
        install("--purge").ok();
        assertThat(files()).isEmpty();
        assertThat(root.resolve("etc/pmon3")).doesNotExist();
    }

    /** The sources' own bin is no tree: it has no jars. */
    @Test
    void withoutATreeItBuildsTheSourcesThatItLiesIn() throws IOException {
        Path sources = Files.createDirectories(root.resolve("sources/packaging"));
        Command.of("cp", "-r", SCRIPT.toString(), SCRIPT.resolveSibling("bin").toString(), sources.toString())
                .run()
                .ok();
        Path build = sources.resolve("build");
        Files.writeString(
                build,
                "#!/bin/sh -e\necho \"asked to build $*\"\nmkdir -p " + sources + "/target\ncp -r " + Tree.home() + " "
                        + sources + "/target/pmon3\n");
        Files.setPosixFilePermissions(build, PosixFilePermissions.fromString("rwxr-xr-x"));

        Ran installed = Command.of(sources.resolve("install").toString())
                .with("DESTDIR", root.toString())
                .run()
                .ok();
        assertThat(installed.out()).startsWith("asked to build --if-needed\n");
        assertThat(Command.of(root + "/usr/local/bin/pmon3", "version")
                        .run()
                        .ok()
                        .out())
                .startsWith("pmon3 version ");
    }

    /** As in a .tar.gz of packaging/package. */
    @Test
    void aTreeThatItLiesInIsTaken() throws IOException {
        Path tree = root.resolve("tree");
        Command.of("cp", "-r", Tree.home().toString(), tree.toString()).run().ok();
        Files.copy(SCRIPT, tree.resolve("install"));
        Command.of(tree.resolve("install").toString())
                .with("DESTDIR", root.toString())
                .run()
                .ok();
        assertThat(root.resolve("usr/local/bin/pmon3")).isSymbolicLink();
    }

    @Test
    void oneThatFailsLeavesNoFolder() throws IOException {
        Path tree = root.resolve("tree");
        Command.of("cp", "-r", Tree.home().toString(), tree.toString()).run().ok();
        Files.delete(tree.resolve("systemd/pmond.service"));
        install("--tree", tree.toString()).exited(2);
        assertThat(root.resolve("usr/local/lib/pmon3")).doesNotExist();
    }

    /** For room elsewhere. */
    @Test
    void itsFolderMayBeALink() throws IOException {
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        Files.createDirectories(root.resolve("usr/local/lib"));
        Files.createSymbolicLink(root.resolve("usr/local/lib/pmon3"), elsewhere);
        install().ok();
        assertThat(Command.of(root + "/usr/local/bin/pmond", "--version")
                        .run()
                        .ok()
                        .out())
                .startsWith("pmond version ");
    }

    @Test
    void mistakesAreNamed() {
        assertThat(install("--frobnicate").exited(2).err())
                .contains("--frobnicate is not known", "install [--prefix DIR]");
        assertThat(install("--prefix").exited(2).err()).contains("--prefix");
        assertThat(install("--prefix", "relative").exited(1).err()).contains("absolute path");
        assertThat(install("--prefix", "/a%b").exited(1).err()).contains("absolute path");
        assertThat(install("--tree", "/nonexistent").exited(1).err()).contains("/nonexistent is not a tree");
        assertThat(install("--tree", SCRIPT.getParent().toString()).exited(1).err())
                .contains("is not a tree");
    }
}
