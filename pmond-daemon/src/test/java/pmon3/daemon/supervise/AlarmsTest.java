package pmon3.daemon.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When whom to wake. */
class AlarmsTest {
    private final Alarms alarms = new Alarms();
    private final Slot slot = new Slot(Samples.process(Phase.STARTING).wakeAt(500));

    @Test
    void anAlarmComesWhenItIsDueAndOnce() {
        alarms.set(slot);
        assertThat(alarms.nextMs()).isEqualTo(500);
        assertThat(alarms.due(499)).isEmpty();
        assertThat(alarms.due(500)).containsExactly(slot);
        assertThat(alarms.due(501)).isEmpty();
        assertThat(alarms.nextMs()).isEqualTo(Timing.NEVER);
    }

    @Test
    void oneThatItsProcessHasChangedIsDropped() {
        alarms.set(slot);
        slot.become(slot.process().wakeAt(900));
        alarms.set(slot);
        assertThat(alarms.due(500)).isEmpty();
        assertThat(alarms.nextMs()).isEqualTo(900);
    }

    @Test
    void aProcessThatWakesNobodyHasNone() {
        alarms.set(new Slot(Samples.process(Phase.RUNNING)));
        assertThat(alarms.nextMs()).isEqualTo(Timing.NEVER);
    }

    @Test
    void theSameAlarmSetTwiceComesOnce() {
        alarms.set(slot);
        alarms.set(slot);
        assertThat(alarms.due(500)).containsExactly(slot);
        assertThat(alarms.due(500)).isEmpty();
    }
}
