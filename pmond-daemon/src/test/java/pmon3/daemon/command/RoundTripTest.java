package pmon3.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import pmon3.config.Names;
import pmon3.config.Words;
import pmon3.daemon.config.ProcessConfigWriter;
import pmon3.daemon.config.WrittenEntry;
import pmon3.daemon.supervise.Fleet;
import pmon3.ipc.Request;
import pmon3.model.ExportFormat;
import pmon3.model.ExportOrder;
import pmon3.model.ProcessDefinition;

/** Process config, running processes, export, process config: the definitions stay what they were. */
class RoundTripTest {
    private static final int MOST_PROCESSES = 5;

    @Property(tries = 60)
    void anExportReadsBackToTheSameDefinitions(
            @ForAll("fleets") List<WrittenEntry> wanted, @ForAll ExportFormat written, @ForAll ExportFormat exported)
            throws IOException {
        Path folder = Files.createTempDirectory("round-trip");
        try {
            String export = exported(folder, wanted, written, exported);
            try (CommandWorld second = new CommandWorld(folder, exported)) {
                second.config(export).done(new Request.Init(false, false));
                assertThat(second.look(RoundTripTest::content)).isEqualTo(sorted(wanted));
            }
        } finally {
            remove(folder);
        }
    }

    private static String exported(Path folder, List<WrittenEntry> wanted, ExportFormat written, ExportFormat exported)
            throws IOException {
        try (CommandWorld first = new CommandWorld(folder, written)) {
            first.config(String.join("", new ProcessConfigWriter(written).write(wanted)));
            first.done(new Request.Init(false, false));
            assertThat(first.look(RoundTripTest::content)).isEqualTo(sorted(wanted));
            return first.done(new Request.Export(exported, ExportOrder.NAME)).document();
        }
    }

    private static List<WrittenEntry> content(Fleet fleet) {
        return sorted(fleet.all().stream()
                .map(process ->
                        new WrittenEntry(process.definition(), fleet.groups().namesOf(process.id())))
                .toList());
    }

    /** By name, with the groups by name: neither order means anything. */
    private static List<WrittenEntry> sorted(List<WrittenEntry> entries) {
        return entries.stream()
                .map(entry -> new WrittenEntry(
                        entry.definition(), entry.groups().stream().sorted().toList()))
                .sorted(Comparator.comparing(entry -> entry.definition().name()))
                .toList();
    }

    @Provide
    Arbitrary<List<WrittenEntry>> fleets() {
        return names().set().ofMinSize(1).ofMaxSize(MOST_PROCESSES).flatMap(RoundTripTest::fleet);
    }

    /** Each depends only on those before it, so that there are no cycles. */
    private static Arbitrary<List<WrittenEntry>> fleet(Set<String> names) {
        List<String> before = new ArrayList<>();
        List<Arbitrary<WrittenEntry>> entries = new ArrayList<>();
        for (String name : names) {
            entries.add(entry(name, List.copyOf(before)));
            before.add(name);
        }
        return Combinators.combine(entries).as(all -> all);
    }

    private static Arbitrary<WrittenEntry> entry(String name, List<String> before) {
        Arbitrary<List<String>> dependencies =
                before.isEmpty() ? Arbitraries.just(List.of()) : distinct(Arbitraries.of(before));
        return Combinators.combine(
                        texts().map(text -> "/srv/" + text),
                        texts().list().ofMaxSize(4).map(Words::join),
                        environments(),
                        Arbitraries.of("alice", "bob", "root"),
                        texts().map(text -> "/var/log/" + text),
                        Arbitraries.of(true, false),
                        dependencies,
                        distinct(names()))
                .as((file, args, environment, user, log, autoRestart, needs, groups) -> new WrittenEntry(
                        new ProcessDefinition(name, file, args, environment, user, log, autoRestart, needs), groups));
    }

    private static Arbitrary<String> environments() {
        Arbitrary<String> keys = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(5);
        return Combinators.combine(keys, texts())
                .as((key, value) -> key + "=" + value)
                .list()
                .ofMaxSize(3)
                .map(Words::join);
    }

    private static Arbitrary<List<String>> distinct(Arbitrary<String> texts) {
        return texts.list().ofMaxSize(3).map(list -> List.copyOf(new LinkedHashSet<>(list)));
    }

    /** What one of the formats could take for something else, or has to quote. */
    private static Arbitrary<String> texts() {
        Arbitrary<String> awkward = Arbitraries.of(
                ("true|No|null|~|-|- a|#x|a: b|a # b|1e3|0x1F|2026-11-22|[x]|{y}|&a|*a|!t|%|@|`|'|\"|\\|\\u0041|\n|\t\r|"
                                + "\u0001|\u007f|\u0085|\u2028|\ufeff|\ufffe|日本|😀| lead|trail |it's \"so\"|=|<<|...|"
                                + "'''|\"\"\"|\\n|$HOME|;|>|---")
                        .split("\\|"));
        Arbitrary<String> any = Arbitraries.strings()
                .withChars("abc /\\\"'#:-,[]{}=\n\t\u0080é日")
                .ofMinLength(1)
                .ofMaxLength(12);
        return Arbitraries.oneOf(awkward, any);
    }

    private static Arbitrary<String> names() {
        Arbitrary<String> plain = Arbitraries.strings()
                .withChars("abcXYZ019_-.=@#:日é\"'\\")
                .ofMinLength(1)
                .ofMaxLength(8);
        Arbitrary<String> awkward = Arbitraries.of("true", "no", "null", "~", "1e3", "0x1", "#x", "a:b", "y", "<<");
        return Arbitraries.oneOf(plain, awkward)
                .filter(name -> Names.problem("process", name).isEmpty());
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
