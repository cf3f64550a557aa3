package pmon3.daemon.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import pmon3.daemon.kernel.ProcessIdentity;
import pmon3.daemon.store.StoreChange.PutProcess;
import pmon3.daemon.store.StoreChange.RemoveProcess;
import pmon3.model.ProcessDefinition;
import pmon3.model.ProcessExit;
import pmon3.model.ProcessStatus;

/** Whatever a process is, it is read back as it was stored. */
class StorePropertyTest {
    private Path directory;
    private SqliteStore store;

    @BeforeProperty
    void open() throws IOException {
        directory = Files.createTempDirectory("store");
        store = Databases.open(directory);
    }

    @AfterProperty
    void close() throws IOException {
        store.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void anyFleetIsReadBackAsItWasStored(@ForAll("fleets") List<StoredProcess> fleet) {
        List<StoreChange> changes = new ArrayList<>();
        store.load().processes().forEach(old -> changes.add(new RemoveProcess(old.id())));
        fleet.forEach(process -> changes.add(new PutProcess(process)));
        store.commit(changes);
        assertThat(store.load().processes()).containsExactlyInAnyOrderElementsOf(fleet);
        assertThat(store.load().warnings()).isEmpty();
    }

    @Provide
    Arbitrary<List<StoredProcess>> fleets() {
        return processes()
                .list()
                .ofMaxSize(6)
                .uniqueElements(StoredProcess::id)
                .uniqueElements(process -> process.definition().name());
    }

    private static Arbitrary<StoredProcess> processes() {
        Arbitrary<Instant> times = Combinators.combine(
                        Arbitraries.longs().between(0, 4_102_444_800L),
                        Arbitraries.longs().between(0, 999_999_999L))
                .as(Instant::ofEpochSecond);
        Arbitrary<Optional<ProcessIdentity>> identities = Combinators.combine(
                        Arbitraries.integers().greaterOrEqual(1),
                        Arbitraries.longs().greaterOrEqual(0))
                .as((pid, ticks) -> new ProcessIdentity(pid, ticks, Stored.BOOT_ID))
                .optional();
        Arbitrary<Optional<LastExit>> exits = Combinators.combine(
                        Arbitraries.of(ProcessExit.Kind.class),
                        Arbitraries.integers().between(0, 255),
                        times.optional())
                .as((kind, value, at) -> new LastExit(new ProcessExit(kind, value), at))
                .optional();
        return Combinators.combine(
                        Arbitraries.longs().greaterOrEqual(1),
                        definitions(),
                        times.tuple2(),
                        Arbitraries.of(ProcessStatus.class),
                        Arbitraries.integers().tuple2(),
                        identities,
                        exits,
                        Arbitraries.integers().greaterOrEqual(0))
                .as((id, definition, stamps, status, owner, identity, exit, restarts) -> new StoredProcess(
                        id,
                        definition,
                        stamps.get1(),
                        stamps.get2(),
                        status,
                        identity.map(ProcessIdentity::pid).orElse(0),
                        owner.get1(),
                        owner.get2(),
                        identity,
                        restarts,
                        exit,
                        restarts % 2 == 1,
                        definition.args()));
    }

    private static Arbitrary<ProcessDefinition> definitions() {
        Arbitrary<String> names = Arbitraries.of(
                        "a", "b", "Z", "ä", "ß", "日", "😀", "'", "\"", "`", ";", "%", "_", "\\", "-", ".")
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
        return Combinators.combine(
                        names,
                        texts(),
                        texts(),
                        texts(),
                        texts(),
                        texts(),
                        Arbitraries.of(true, false),
                        names.list().ofMaxSize(3))
                .as(ProcessDefinition::new);
    }

    /** With all that could be mistaken for something else: quotes, line ends, other planes. */
    private static Arbitrary<String> texts() {
        Arbitrary<String> nasty = Arbitraries.of(
                "'",
                "\"",
                "`",
                "''; DROP TABLE processes; --",
                "\n",
                "\r\n",
                "\t",
                "?",
                "%s",
                "\\",
                "NULL",
                "0",
                " ",
                "😀",
                "é",
                "e\u0301",
                "\u202e",
                "\ufeff",
                "\u0001");
        Arbitrary<String> any = Arbitraries.strings().all().ofMaxLength(30).filter(StorePropertyTest::isWellFormed);
        return Arbitraries.oneOf(nasty.list().ofMaxSize(8).map(parts -> String.join("", parts)), any);
    }

    /** Half a pair of surrogates is no text and comes from nowhere. */
    private static boolean isWellFormed(String text) {
        return text.codePoints().noneMatch(point -> point >= 0xd800 && point <= 0xdfff);
    }
}
