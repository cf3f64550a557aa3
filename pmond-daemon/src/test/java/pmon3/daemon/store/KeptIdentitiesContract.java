package pmon3.daemon.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import pmon3.daemon.kernel.FakeKernel;
import pmon3.daemon.kernel.ProcessIdentity;

/** What every place for identities does. */
abstract class KeptIdentitiesContract {
    static final Instant CREATED = Instant.parse("2026-11-22T21:41:37.122050178Z");

    /** One that keeps nothing yet. */
    abstract KeptIdentities identities();

    /** The same as the next pmond finds it. */
    abstract KeptIdentities reopened();

    static KeptIdentity kept(long id, int pid) {
        return new KeptIdentity(id, CREATED, new ProcessIdentity(pid, 1_000_000L + pid, FakeKernel.BOOT_ID));
    }

    @Test
    void theNextPmondFindsWhatWasKept() {
        assertThat(identities().all()).isEmpty();
        assertThat(identities().keep(kept(7, 70))).isTrue();
        assertThat(identities().keep(kept(8, 80))).isTrue();
        assertThat(identities().all()).containsExactlyInAnyOrder(kept(7, 70), kept(8, 80));
        assertThat(reopened().all()).containsExactlyInAnyOrder(kept(7, 70), kept(8, 80));
    }

    @Test
    void oneReplacesTheLastOfItsProcess() {
        identities().keep(kept(7, 70));
        identities().keep(kept(7, 71));
        assertThat(identities().all()).containsExactly(kept(7, 71));
        assertThat(reopened().all()).containsExactly(kept(7, 71));
    }

    @Test
    void whatIsDroppedIsGone() {
        identities().keep(kept(7, 70));
        identities().keep(kept(8, 80));
        identities().drop(7);
        identities().drop(9);
        assertThat(identities().all()).containsExactly(kept(8, 80));
        assertThat(reopened().all()).containsExactly(kept(8, 80));
    }
}
