package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Process config, running programs, export, process config, running programs: with words that each format has to quote. */
class RandomFleetTest {
    private static final int PROCESSES = 6;
    private static final List<String> AWKWARD = List.of(
            "plain",
            "true",
            "No",
            "null",
            "~",
            "- a",
            "#x",
            "a: b",
            "1e3",
            "0x1F",
            "2026-11-22",
            "[x]",
            "{y}",
            "&a",
            "*a",
            "%",
            "'",
            "\"",
            "\\",
            "two\nlines",
            "\ttab",
            "日本",
            "😀",
            " lead",
            "trail ",
            "it's \"so\"",
            "'''",
            "\"\"\"",
            "$HOME",
            "`id`",
            ";",
            "|",
            "\\u0041",
            "\u0001",
            "\u2028");
    private static final List<String> NAMES = List.of(
            "true", "no", "null", "~", "1e3", "#x", "a:b", "日本", "q'uote", "d\"ouble", "back\\slash", "{b}", "$x");

    private record Entry(String name, List<String> args, String variable, boolean autoRestart, List<String> needs) {}

    @ParameterizedTest
    @ValueSource(strings = {"json", "toml", "yaml"})
    void whatIsExportedStartsTheSameFleet(String format) {
        long seed = System.nanoTime();
        List<Entry> fleet = fleet(new Random(seed));
        try (PmondFixture first = new PmondFixture();
                PmondFixture second = new PmondFixture()) {
            Path program = first.script("program", "#!/bin/sh\nsleep 10000\n");
            first.config("wait.dependent_process_enqueued", 0).processConfig(json(fleet, program, first.folder()));
            first.start();
            assertRunning(first, fleet, seed);
            String export = first.run("export", format, "-o", "name").ok().out();

            second.config("wait.dependent_process_enqueued", 0).processConfig("exported." + format, export);
            second.start();
            assertRunning(second, fleet, seed);
            assertThat(second.run("export", format, "-o", "name").ok().out())
                    .as("seed " + seed)
                    .isEqualTo(export);
        }
    }

    private static void assertRunning(PmondFixture pmond, List<Entry> fleet, long seed) {
        for (Entry entry : fleet) {
            Proc proc = Proc.of(pmond.awaitStatus(entry.name, "running").pid()).orElseThrow();
            List<String> words = proc.words();
            assertThat(words.subList(words.size() - 2, words.size()))
                    .as("seed " + seed)
                    .isEqualTo(entry.args);
            assertThat(utf8(proc.environment()).split("\0")).as("seed " + seed).contains("X=" + entry.variable);
        }
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static List<Entry> fleet(Random random) {
        List<String> names = new ArrayList<>(NAMES);
        List<Entry> fleet = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            List<String> needs = new ArrayList<>();
            fleet.stream().filter(entry -> random.nextInt(3) == 0).forEach(entry -> needs.add(entry.name));
            fleet.add(new Entry(
                    names.remove(random.nextInt(names.size())),
                    List.of(oneOf(AWKWARD, random), oneOf(AWKWARD, random)),
                    oneOf(AWKWARD, random),
                    random.nextBoolean(),
                    needs));
        }
        return fleet;
    }

    private static String oneOf(List<String> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }

    private static String json(List<Entry> fleet, Path program, Path folder) {
        List<String> entries = new ArrayList<>();
        for (Entry entry : fleet) {
            String args = quoted(entry.args.get(0)) + " " + quoted(entry.args.get(1));
            entries.add("{\"file\": " + text(program.toString()) + ", \"name\": " + text(entry.name)
                    + ", \"log\": " + text(folder + "/a log") + ", \"args\": " + text(args)
                    + ", \"env_vars\": " + text("X=" + quoted(entry.variable)) + ", \"no_auto_restart\": "
                    + !entry.autoRestart + ", \"groups\": [\"all\", " + text("g" + entry.name)
                    + "], \"dependencies\": ["
                    + String.join(
                            ", ",
                            entry.needs.stream().map(RandomFleetTest::text).toList()) + "]}");
        }
        return "{\"processes\": [\n" + String.join(",\n", entries) + "]}\n";
    }

    /** One word of a shell. */
    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private static String text(String text) {
        StringBuilder escaped = new StringBuilder("\"");
        text.chars().forEach(unit -> escaped.append(String.format("\\u%04x", unit)));
        return escaped.append('"').toString();
    }
}
