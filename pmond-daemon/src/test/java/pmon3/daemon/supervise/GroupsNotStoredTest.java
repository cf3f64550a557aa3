package pmon3.daemon.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pmon3.daemon.store.StoredFleet;
import pmon3.daemon.store.StoredGroup;

/** Groups while the store refuses some of what is asked: memory and store agree again afterwards. */
class GroupsNotStoredTest {
    private static final int CALLER = 1000;

    private final World world = new World();

    @BeforeEach
    void oneRuns() {
        world.running("web");
    }

    @Test
    void aGroupThatItsOnlyMemberHasLeftAgainIsStoredAllTheSame() {
        world.failStore();
        world.fleet().join(1, List.of("site"), CALLER);
        world.settle();
        world.fleet().setGroups(1, List.of(), CALLER);
        afterwards();
        assertThat(storedGroups()).containsExactly("site");
    }

    @Test
    void oneThatWasMadeForAProcessThatIsGoneIsStoredAllTheSame() {
        world.failStore();
        world.fleet().join(1, List.of("site"), CALLER);
        world.settle();
        world.store.recover();
        world.ask("web", Goal.DELETE, true);
        afterwards();
        assertThat(storedGroups()).containsExactly("site");
    }

    @Test
    void aDeletionThatIsRefusedBringsNobodyBackWhoWasToldToBeElsewhere() {
        world.fleet().join(1, List.of("site", "all"), CALLER);
        world.settle();
        world.fleet().deleteGroup(id("site"));
        world.fleet().setGroups(1, List.of("all"), CALLER);
        world.failStore();
        world.commitOne();
        world.store.recover();
        world.fleet().join(1, List.of("other"), CALLER);
        afterwards();
        assertThat(storedGroups()).containsExactly("site", "all", "other");
        assertThat(world.store.load().membership().get(1L)).hasSize(2).doesNotContain(id("site"));
    }

    @Test
    void aDeletionThatIsRefusedBringsBackWhoStayed() {
        world.fleet().join(1, List.of("site"), CALLER);
        world.settle();
        world.failStore();
        world.fleet().deleteGroup(id("site"));
        world.fleet().reset(1);
        world.settle();
        afterwards();
        assertThat(world.fleet().groups().namesOf(1)).containsExactly("site");
        assertThat(storedGroups()).containsExactly("site");
    }

    @Test
    void oneWhoseMakingWasRefusedDoesNotComeBackFromItsDeletion() {
        world.failStore();
        Settlement made = world.fleet().createGroup("site", CALLER);
        Settlement deleted = world.fleet().deleteGroup(id("site"));
        world.settle();
        assertThat(made.outcomes()).hasSize(1);
        assertThat(deleted.outcomes()).hasSize(1);
        afterwards();
        assertThat(world.fleet().groups().all()).isEmpty();
    }

    @Test
    void oneThatWasMadeAgainWhileItsDeletionWasRefusedIsTheOneOfBefore() {
        world.fleet().join(1, List.of("site"), CALLER);
        world.settle();
        long before = id("site");
        world.fleet().deleteGroup(before);
        world.fleet().join(1, List.of("site"), CALLER);
        world.failStore();
        world.commitOne();
        world.store.recover();
        afterwards();
        assertThat(id("site")).isEqualTo(before);
        assertThat(world.store.load().membership().get(1L)).isEqualTo(Set.of(before));
    }

    /** The row of the same process is stored again while its groups are tried again. */
    @Test
    void whatIsTriedAgainIsNotForgottenForTheRowThatFollowsIt() {
        world.failStore();
        Settlement joined = world.fleet().join(1, List.of("site"), CALLER);
        world.settle();
        assertThat(joined.outcomes()).hasSize(1);
        world.skip(500).decide();
        world.fleet().reset(1);
        world.store.recover();
        world.restart("web");
        afterwards();
        assertThat(world.fleet().isUnstored(1)).isFalse();
        assertThat(storedGroups()).containsExactly("site");
    }

    private void afterwards() {
        world.store.recover();
        world.pass(2_000);
        StoredFleet stored = world.store.load();
        assertThat(world.fleet().groups().all()).isEqualTo(stored.groups());
        for (ManagedProcess process : world.fleet().all()) {
            assertThat(world.fleet().isUnstored(process.id())).isFalse();
            assertThat(world.fleet().groups().of(process.id()).stream()
                            .map(StoredGroup::id)
                            .toList())
                    .containsExactlyInAnyOrderElementsOf(stored.membership().getOrDefault(process.id(), Set.of()));
        }
    }

    private long id(String group) {
        return world.fleet().groups().find(group).orElseThrow().id();
    }

    private List<String> storedGroups() {
        return world.store.load().groups().stream().map(StoredGroup::name).toList();
    }
}
