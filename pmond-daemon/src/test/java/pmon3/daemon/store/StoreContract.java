package pmon3.daemon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pmon3.daemon.store.Stored.group;
import static pmon3.daemon.store.Stored.running;
import static pmon3.daemon.store.Stored.stopped;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pmon3.daemon.kernel.ProcessIdentity;
import pmon3.daemon.store.StoreChange.PutGroup;
import pmon3.daemon.store.StoreChange.PutProcess;
import pmon3.daemon.store.StoreChange.RemoveGroup;
import pmon3.daemon.store.StoreChange.RemoveProcess;
import pmon3.daemon.store.StoreChange.SetMembership;
import pmon3.model.ProcessExit;
import pmon3.model.ProcessStatus;

/** What every store does. */
abstract class StoreContract {
    ProcessStore store;

    /** A store that holds nothing. */
    abstract ProcessStore create();

    /** The same store as a pmond finds it that starts again. */
    abstract ProcessStore reopen(ProcessStore closed);

    @BeforeEach
    void open() {
        store = create();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private StoredFleet afterRestart() {
        store.close();
        store = reopen(store);
        return store.load();
    }

    private void put(StoredProcess... processes) {
        store.commit(
                List.of(processes).stream().<StoreChange>map(PutProcess::new).toList());
    }

    @Test
    void aNewStoreIsEmpty() {
        assertThat(store.load()).isEqualTo(new StoredFleet(List.of(), List.of(), Map.of(), List.of()));
    }

    @Test
    void whatWasCommittedIsThereAfterARestart() {
        put(running(1, "web"), stopped(2, "db"));
        store.commit(List.of(new PutGroup(group(1, "site")), new SetMembership(2, Set.of(1L))));
        assertThat(afterRestart())
                .isEqualTo(new StoredFleet(
                        List.of(running(1, "web"), stopped(2, "db")),
                        List.of(group(1, "site")),
                        Map.of(2L, Set.of(1L)),
                        List.of()));
    }

    @Test
    void anEmptyCommitChangesNothing() {
        store.commit(List.of());
        assertThat(store.load().processes()).isEmpty();
    }

    @Test
    void puttingAProcessAgainReplacesItAndKeepsItsMemberships() {
        put(running(1, "web"));
        store.commit(List.of(new PutGroup(group(7, "site")), new SetMembership(1, Set.of(7L))));
        put(stopped(1, "web"));
        StoredFleet fleet = afterRestart();
        assertThat(fleet.processes()).containsExactly(stopped(1, "web"));
        assertThat(fleet.membership()).isEqualTo(Map.of(1L, Set.of(7L)));
    }

    @Test
    void everyStatusAndEveryExitIsKept() {
        StoredProcess web = stopped(1, "web");
        for (ProcessStatus status : ProcessStatus.values()) {
            for (ProcessExit exit : List.of(ProcessExit.exited(255), ProcessExit.signaled(64), ProcessExit.UNKNOWN)) {
                StoredProcess process = new StoredProcess(
                        1,
                        web.definition(),
                        web.createdAt(),
                        web.updatedAt(),
                        status,
                        0,
                        0,
                        0,
                        Optional.empty(),
                        9,
                        Optional.of(LastExit.at(exit, web.updatedAt())),
                        true,
                        "not started: " + status);
                put(process);
                assertThat(store.load().processes()).containsExactly(process);
            }
        }
    }

    @Test
    void uidsPastHalfOfTheirRangeAreKept() {
        StoredProcess web = stopped(1, "web");
        StoredProcess process = new StoredProcess(
                1,
                web.definition(),
                web.createdAt(),
                web.updatedAt(),
                web.status(),
                0,
                (int) 4_294_967_293L,
                (int) 2_147_483_648L,
                Optional.empty(),
                0,
                Optional.empty(),
                false);
        put(process);
        assertThat(afterRestart().processes()).containsExactly(process);
    }

    @Test
    void anIdentityWithAnotherPidThanTheRowDoesNotCount() {
        StoredProcess web = running(1, "web");
        put(new StoredProcess(
                1,
                web.definition(),
                web.createdAt(),
                web.updatedAt(),
                web.status(),
                web.pid() + 1,
                web.uid(),
                web.gid(),
                Optional.of(new ProcessIdentity(web.pid(), 1, Stored.BOOT_ID)),
                4,
                web.lastExit(),
                false));
        StoredProcess found = afterRestart().processes().get(0);
        assertThat(found.identity()).isEmpty();
        assertThat(found.restarts()).isEqualTo(4);
    }

    @Test
    void aRemovedProcessLeavesNothingToTheNextWithItsIdAndName() {
        put(running(1, "web"));
        store.commit(List.of(new PutGroup(group(1, "site")), new SetMembership(1, Set.of(1L))));
        store.commit(List.of(new RemoveProcess(1)));
        assertThat(store.load().processes()).isEmpty();
        put(stopped(1, "web"));
        StoredFleet fleet = afterRestart();
        assertThat(fleet.processes()).containsExactly(stopped(1, "web"));
        assertThat(fleet.membership()).isEmpty();
    }

    @Test
    void removingWhatIsNotThereIsNoFailure() {
        store.commit(List.of(new RemoveProcess(5), new RemoveGroup(6)));
        assertThat(store.load().processes()).isEmpty();
    }

    @Test
    void theSecondProcessOfANameIsRefusedAndTakesItsWholeCommitWithIt() {
        put(stopped(1, "web"));
        assertThatThrownBy(() -> put(stopped(2, "db"), stopped(3, "web"), stopped(4, "cache")))
                .isInstanceOf(RefusedChangeException.class)
                .hasMessageContaining("name")
                .hasMessageNotContaining("\n");
        assertThat(store.load().processes()).containsExactly(stopped(1, "web"));
        put(stopped(5, "next"));
        assertThat(afterRestart().processes()).containsExactly(stopped(1, "web"), stopped(5, "next"));
    }

    @Test
    void changesOfOneCommitAreMadeInOrder() {
        store.commit(List.of(
                new PutProcess(stopped(1, "web")),
                new RemoveProcess(1),
                new PutProcess(stopped(2, "web")),
                new PutGroup(group(1, "site")),
                new SetMembership(2, Set.of(1L)),
                new SetMembership(2, Set.of())));
        StoredFleet fleet = afterRestart();
        assertThat(fleet.processes()).containsExactly(stopped(2, "web"));
        assertThat(fleet.membership()).isEmpty();
    }

    @Test
    void aMembershipIsExactlyTheGroupsGiven() {
        put(stopped(1, "web"), stopped(2, "db"));
        store.commit(List.of(
                new PutGroup(group(1, "a")),
                new PutGroup(group(2, "b")),
                new PutGroup(group(3, "c")),
                new SetMembership(1, Set.of(1L, 2L)),
                new SetMembership(2, Set.of(2L))));
        store.commit(List.of(new SetMembership(1, Set.of(2L, 3L))));
        assertThat(afterRestart().membership()).isEqualTo(Map.of(1L, Set.of(2L, 3L), 2L, Set.of(2L)));
    }

    @Test
    void aMembershipOfWhatIsNotThereIsRefused() {
        put(stopped(1, "web"));
        store.commit(List.of(new PutGroup(group(1, "gone")), new RemoveGroup(1)));
        assertThatThrownBy(() -> store.commit(List.of(new SetMembership(1, Set.of(1L)))))
                .isInstanceOf(RefusedChangeException.class);
        assertThatThrownBy(() -> store.commit(List.of(new SetMembership(2, Set.of()))))
                .isInstanceOf(RefusedChangeException.class);
    }

    @Test
    void aRemovedGroupIsGoneWithItsMemberships() {
        put(stopped(1, "web"));
        store.commit(List.of(
                new PutGroup(group(1, "a")), new PutGroup(group(2, "b")), new SetMembership(1, Set.of(1L, 2L))));
        store.commit(List.of(new RemoveGroup(1)));
        StoredFleet fleet = afterRestart();
        assertThat(fleet.groups()).containsExactly(group(2, "b"));
        assertThat(fleet.membership()).isEqualTo(Map.of(1L, Set.of(2L)));
    }

    @Test
    void theNameOfARemovedGroupCanBeUsedAgainUnderAnotherId() {
        store.commit(List.of(new PutGroup(group(1, "site")), new RemoveGroup(1), new PutGroup(group(2, "site"))));
        assertThat(afterRestart().groups()).containsExactly(group(2, "site"));
    }

    @Test
    void aRemovedGroupCanBePutAgainUnderItsId() {
        store.commit(List.of(new PutGroup(group(1, "site")), new RemoveGroup(1)));
        store.commit(List.of(new PutGroup(group(1, "site"))));
        assertThat(afterRestart().groups()).containsExactly(group(1, "site"));
    }

    @Test
    void theSecondGroupOfANameIsRefused() {
        store.commit(List.of(new PutGroup(group(1, "site"))));
        assertThatThrownBy(() -> store.commit(List.of(new PutGroup(group(2, "site")))))
                .isInstanceOf(RefusedChangeException.class);
    }

    @Test
    void theHighestIdsAreToldAlsoWhereTheirGroupIsDeleted() {
        put(stopped(4, "web"));
        store.commit(List.of(new PutGroup(group(8, "site")), new RemoveGroup(8)));
        StoredFleet fleet = afterRestart();
        assertThat(fleet.highestProcessId()).isEqualTo(4);
        assertThat(fleet.highestGroupId()).isEqualTo(8);
    }
}
