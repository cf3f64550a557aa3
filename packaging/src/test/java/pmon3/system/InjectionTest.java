package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever stands in a text of a user's, programs get it byte for byte or it is refused in one line, and nothing of it is
 * obeyed: not by a shell, not by the database, not by a terminal, not by who reads pmond's log.
 */
class InjectionTest {
    private static final Duration WRITTEN = Duration.ofSeconds(20);
    /** A file that would be made if a shell looked at a text. */
    private static final String PROOF = "PWNED";

    private static final PmondFixture PMOND = new PmondFixture();
    private static int number;

    @BeforeAll
    static void start() throws IOException {
        Path script = PMOND.script(
                "told",
                "#!/usr/bin/python3\nimport json, sys\n"
                        + "told = sys.stdin.read()\n"
                        + "assert told.rstrip('\\n') == sys.argv[-1] and told.rstrip('\\n').count('\\n') == 0\n"
                        + "open(sys.argv[1], 'ab').write(json.loads(told)['args'].encode() + b'\\0')\n");
        PMOND.config("event_handling.process_failure", script + " " + PMOND.folder() + "/told.txt")
                .config("initialization_period", 5)
                .start();
    }

    @AfterAll
    static void stop() {
        PMOND.close();
    }

    static List<String> texts() {
        return List.of(
                "it's-\"quoted\"-\\",
                "$(touch${IFS}" + PROOF + ")`touch${IFS}" + PROOF + "`",
                ";touch " + PROOF + " & | > " + PROOF,
                "x'); DROP TABLE processes; --",
                "%s%n%p{}${HOME}~*?[a]",
                "two\nlines\r2026-01-01 00:00:00.000 INFO pmond: forged\n",
                "\u001b]0;title\u0007\u001b[2J\u001b[31m\u009b31m",
                "\u202egnp.exe\u2066\u200f\u2028\ufeff",
                "ünï-\uD83D\uDE00-e\u0301-漢");
    }

    @AfterEach
    void nothingWasObeyed() throws IOException {
        assertThat(PMOND.folder().resolve(PROOF)).doesNotExist();
        assertThat(Path.of(PROOF)).doesNotExist();
        PMOND.run("group", "ls").ok();
        assertPlain(PMOND.run("ls").ok().out());
        String log = PMOND.pmondLog();
        assertPlain(log);
        assertThat(log.lines()).allMatch(line -> line.matches("[\\d-]{10} [\\d:.]{12} [A-Z]+ [\\w.]+: .*"));
        assertThat(log.lines()).noneMatch(line -> line.contains("INFO pmond: forged") && line.startsWith("2026-01-01"));
    }

    /** As it may be shown: nothing in it drives a terminal or reorders what stands around it. */
    private static void assertPlain(String text) {
        assertThat(text.codePoints().filter(c -> c != '\n' && (Character.isISOControl(c) || isReordering(c))))
                .isEmpty();
    }

    private static boolean isReordering(int c) {
        return c >= 0x200e && c <= 0x200f || c >= 0x2028 && c <= 0x202e || c >= 0x2066 && c <= 0x2069 || c == 0xfeff;
    }

    private static Ran assertDoneOrRefusedInOneLine(Ran ran) {
        assertPlain(ran.out());
        assertPlain(ran.err());
        if (ran.exit() != 0) {
            assertThat(ran.exit()).isBetween(1, 5);
            assertThat(ran.err()).hasLineCount(1);
            assertThat(ran.out()).isEmpty();
        }
        return ran;
    }

    @ParameterizedTest
    @MethodSource("texts")
    void namesGroupsUsersAndPathsAreTextsAlone(String text) {
        Ran named = assertDoneOrRefusedInOneLine(PMOND.run("exec", "/bin/sleep", "--name", text, "--args", "1000"));
        if (named.exit() == 0) {
            assertDoneOrRefusedInOneLine(PMOND.run("desc", text));
            assertDoneOrRefusedInOneLine(PMOND.run("del", "-f", text));
        }
        assertDoneOrRefusedInOneLine(PMOND.run("group", "create", text));
        Ran user = assertDoneOrRefusedInOneLine(PMOND.run("exec", "/bin/sleep", "--name", name(), "--user", text));
        assertThat(user.exit()).isEqualTo(1);
        assertDoneOrRefusedInOneLine(
                PMOND.run("exec", "/bin/sleep", "--name", name(), "-l", PMOND.folder() + "/" + text, "-a", "1000"));
        assertThat(assertDoneOrRefusedInOneLine(PMOND.run("exec", "/no/" + text))
                        .exit())
                .isEqualTo(1);
        assertThat(assertDoneOrRefusedInOneLine(PMOND.run("stop", "no" + text)).exit())
                .isEqualTo(5);
    }

    @Test
    void argumentsAndVariablesReachTheProgramByteForByte() throws IOException {
        Path program = PMOND.script(
                "dump", "#!/bin/sh\nprintf '%s\\0' \"$@\" \"$TEXTS\" >dumped\nmv dumped dump.txt\nexec sleep 1000\n");
        String joined = String.join("|", texts());
        List<String> words =
                new ArrayList<>(List.of("exec", program.toString(), "-e", "TEXTS=" + quoted(joined), "--"));
        words.addAll(texts());
        assertDoneOrRefusedInOneLine(PMOND.run(words.toArray(String[]::new))).ok();
        assertThat(written("dump.txt").split("\0", -1)).containsExactlyElementsOf(expected(joined, ""));
        assertPlain(PMOND.run("desc", "dump").ok().out());
        assertPlain(PMOND.run("desc", "dump", "--json").ok().out());
    }

    private static List<String> expected(String... more) {
        List<String> all = new ArrayList<>(texts());
        all.addAll(List.of(more));
        return all;
    }

    @Test
    void anEventTellsTheSameInOneLine() throws IOException {
        List<String> words = new ArrayList<>();
        for (String text : texts()) {
            words.add(quoted(text));
        }
        String args = String.join(" ", words);
        Path program = PMOND.script("ends", "#!/bin/sh\nexit 1\n");
        Await.until("the end of the initialization period", WRITTEN, () -> {
            PMOND.run("exec", "-n", program.toString(), "--name", name(), "-a", args);
            return Files.exists(PMOND.folder().resolve("told.txt"));
        });
        assertThat(written("told.txt").split("\0")[0]).isEqualTo(args);
    }

    @Test
    void aLogIsPrintedAsTheProgramWroteIt() throws IOException {
        String text = String.join("|", texts()) + "\nwritten\n";
        Path said = Files.writeString(PMOND.folder().resolve("said.txt"), text);
        Path program = PMOND.script("says", "#!/bin/sh\ncat " + said + "\nexec sleep 1000\n");
        PMOND.run("exec", program.toString()).ok();
        written("logs/says.log");
        assertThat(PMOND.run("log", "says", "-n", "100").ok().out()).isEqualTo(text);
    }

    @Test
    void invalidUtf8IsRefusedAndNoLengthIsTooMuch() throws IOException {
        Ran invalid = shell("exec /bin/sleep --name \"$(printf 'a\\377b')\"");
        assertThat(assertDoneOrRefusedInOneLine(invalid).exit()).isNotZero();
        Ran arguments = shell("exec /bin/sleep --name x -a \"$(printf 'a\\377b')\"");
        assertThat(assertDoneOrRefusedInOneLine(arguments).exit()).isNotZero();
        Ran log = shell("exec /bin/sleep --name x -l \"/tmp/$(printf 'a\\377b')\"");
        assertThat(assertDoneOrRefusedInOneLine(log).exit()).isNotZero();
        String large = "a".repeat(127 * 1024);
        assertThat(assertDoneOrRefusedInOneLine(PMOND.run("exec", "/bin/sleep", "--name", large))
                        .exit())
                .isEqualTo(1);
        assertThat(assertDoneOrRefusedInOneLine(PMOND.run("group", "create", large))
                        .exit())
                .isEqualTo(1);
        assertThat(assertDoneOrRefusedInOneLine(
                                PMOND.run("exec", "/bin/sleep", "--name", "x", "-a", large, "-e", "A=" + large))
                        .exit())
                .isEqualTo(1);
        PMOND.processConfig("{\"processes\": [{\"file\": \"/bin/sleep\", \"name\": \"big\", \"args\": \""
                + "a".repeat(1 << 20) + "\"}]}");
        assertThat(assertDoneOrRefusedInOneLine(PMOND.run("init")).exit()).isEqualTo(1);
        PMOND.processConfig("{\"processes\": []}");
    }

    private static Ran shell(String words) {
        Command client = PMOND.client();
        return new Command(
                        List.of(
                                "/bin/sh",
                                "-c",
                                "exec \"$0\" " + words,
                                client.words().get(0)),
                        client.environment(),
                        Optional.of(PMOND.folder()),
                        client.limit())
                .run();
    }

    private static String name() {
        return "n" + ++number;
    }

    /** As a POSIX shell, and pmon3, take it for one word. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String written(String file) throws IOException {
        Path path = PMOND.folder().resolve(file);
        Await.until(file, WRITTEN, () -> Files.exists(path) && path.toFile().length() > 0);
        return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    }
}
