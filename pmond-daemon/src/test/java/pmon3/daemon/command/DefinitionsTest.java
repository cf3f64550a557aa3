package pmon3.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pmon3.daemon.kernel.FakeUserDirectory;
import pmon3.daemon.kernel.UserDirectory.Account;
import pmon3.daemon.supervise.Owner;
import pmon3.daemon.supervise.Redefinition;
import pmon3.model.DefinitionChange;
import pmon3.model.PmonException;
import pmon3.model.ProcessDefinition;

/** What was asked, as a definition, or why it cannot be one. */
class DefinitionsTest {
    private static final ProcessDefinition OLD =
            new ProcessDefinition("web", "/srv/web", "-a", "K=v", "alice", "/var/log/x.log", true, List.of("db"));

    private final FakeUserDirectory users =
            new FakeUserDirectory().user("alice", 1000).user("bob", 1001);
    private final Definitions definitions = new Definitions(users);

    @Test
    void aNewProcessRunsAsItsCreatorWithALogOfPmondsAndIsKeptAlive() {
        Redefinition fresh = fresh("web", "/srv/web", DefinitionChange.NONE);
        assertThat(fresh.owner()).isEqualTo(new Owner(1000, 1000));
        assertThat(fresh.definition())
                .isEqualTo(new ProcessDefinition(
                        "web", "/srv/web", "", "", "alice", "/var/log/pmond/web.log", true, List.of()));
    }

    @Test
    void whatIsNotGivenStays() {
        assertThat(definitions.changed(OLD, new Owner(1000, 1000), DefinitionChange.NONE))
                .isEqualTo(new Redefinition(OLD, new Owner(1000, 1000)));
    }

    @Test
    void aChangedUserBringsItsNumbers() {
        Redefinition changed = definitions.changed(OLD, new Owner(1000, 1000), CommandWorld.asUser("bob"));
        assertThat(changed.owner()).isEqualTo(new Owner(1001, 1001));
        assertThat(changed.definition().username()).isEqualTo("bob");
    }

    @Test
    void theLogWinsOverItsFolderAndTheFolderGivesItTheProcesssName() {
        assertThat(changed(Optional.of("/l/a.log"), Optional.of("/d"), Optional.empty())
                        .log())
                .isEqualTo("/l/a.log");
        assertThat(changed(Optional.empty(), Optional.of("/d/"), Optional.empty())
                        .log())
                .isEqualTo("/d/web.log");
    }

    @Test
    void restartsAreSwitchedOffAndOnAgain() {
        assertThat(changed(Optional.empty(), Optional.empty(), Optional.of(true))
                        .autoRestart())
                .isFalse();
        assertThat(changed(Optional.empty(), Optional.empty(), Optional.of(false))
                        .autoRestart())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "-x", "a b", "a/b", "a,b", ".", ".."})
    void aNameThatBreaksTheRulesIsRefused(String name) {
        assertThatThrownBy(() -> fresh(name, "/srv/web", DefinitionChange.NONE)).isInstanceOf(PmonException.class);
    }

    @Test
    void aProgramOrLogThatIsNotAbsoluteIsRefused() {
        assertThatThrownBy(() -> fresh("web", "srv/web", DefinitionChange.NONE)).hasMessageContaining("srv/web");
        assertThatThrownBy(() -> changed(Optional.of("x.log"), Optional.empty(), Optional.empty()))
                .hasMessageContaining("x.log");
    }

    @Test
    void quotesThatDoNotCloseAndUsersThatDoNotExistAreRefused() {
        assertThatThrownBy(() -> fresh("web", "/srv/web", CommandWorld.withArgs("'open")))
                .isInstanceOf(PmonException.class);
        assertThatThrownBy(() -> fresh("web", "/srv/web", CommandWorld.asUser("nobody-here")))
                .hasMessageContaining("no such user: nobody-here");
    }

    @ParameterizedTest
    @CsvSource({"/srv/web,web", "/srv/my.sh,my.sh", "/,''"})
    void aProcessWithoutANameIsCalledAsItsFile(String file, String name) {
        assertThat(Definitions.baseName(file)).isEqualTo(name);
    }

    @Test
    void dependenciesAreTakenOnceEach() {
        Redefinition changed = definitions.changed(OLD, new Owner(1000, 1000), CommandWorld.dependingOn("a", "b", "a"));
        assertThat(changed.definition().dependencies()).containsExactly("a", "b");
    }

    @Test
    void whatDependsOnItselfIsRefused() {
        ProcessDefinition own = definitions
                .changed(OLD, new Owner(1000, 1000), CommandWorld.dependingOn("web"))
                .definition();
        assertThatThrownBy(() -> Definitions.requireSound(own, 1, List.of())).hasMessageContaining("circle");
    }

    private Redefinition fresh(String name, String file, DefinitionChange change) {
        Account alice = users.byName("alice").orElseThrow();
        return definitions.fresh(name, file, change, alice, "/var/log/pmond");
    }

    private ProcessDefinition changed(Optional<String> log, Optional<String> logDir, Optional<Boolean> noAutorestart) {
        DefinitionChange change = new DefinitionChange(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                log,
                logDir,
                noAutorestart,
                Optional.empty(),
                Optional.empty());
        return definitions.changed(OLD, new Owner(1000, 1000), change).definition();
    }
}
