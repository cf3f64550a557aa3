package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import pmon3.daemon.kernel.ChannelFiles;
import pmon3.ipc.OwnUid;

class StreamDoorTest {
    /** Lets in those that the test brings. */
    private static final class Bringing implements Porter {
        private final int descriptor = alwaysReady();
        private final List<Visitor> outside = new ArrayList<>();
        private boolean cannot;
        private int asked;
        private int patienceMs = ServerLimits.READ_DEADLINE_MS;
        private long dueInNs = Long.MAX_VALUE;
        private int did;

        @Override
        public int patienceMs() {
            return patienceMs;
        }

        @Override
        public long dueInNs() {
            return dueInNs;
        }

        @Override
        public void doWhatIsDue() {
            did++;
        }

        @Override
        public String place() {
            return "the test's door";
        }

        @Override
        public int descriptor() {
            return descriptor;
        }

        @Override
        public void letIn(Guests guests) {
            asked++;
            if (cannot) {
                guests.cannot();
            }
            outside.forEach(guests::welcome);
            outside.clear();
        }

        @Override
        public String lastRefused() {
            return "nobody";
        }

        @Override
        public int mostVisitors() {
            return 8;
        }

        @Override
        public void renew() {
            throw new AssertionError("nothing took it away");
        }

        @Override
        public void close() {
            ChannelFiles.close(descriptor);
        }
    }

    /** Says nothing. */
    private static final class Silent implements Visitor {
        private final String origin;
        private long sinceNs = System.nanoTime();
        private boolean away;

        private Silent(String origin) {
            this.origin = origin;
        }

        @Override
        public int descriptor() {
            return -1;
        }

        @Override
        public String origin() {
            return origin;
        }

        @Override
        public long sinceNs() {
            return sinceNs;
        }

        @Override
        public State hear() {
            return State.WAITS;
        }

        @Override
        public void passOn(Reception reception) {
            throw new AssertionError("it is never through");
        }

        @Override
        public void sendAway() {
            away = true;
        }
    }

    @Test
    void who_takes_longer_than_the_porter_has_patience_for_has_to_go() throws Exception {
        for (int patienceMs : new int[] {ServerLimits.READ_DEADLINE_MS, ServerLimits.SECURED_DEADLINE_MS}) {
            try (Bringing porter = new Bringing()) {
                porter.patienceMs = patienceMs;
                StreamDoor door = new StreamDoor(porter, new IntakeRate(OwnUid.read(), System.nanoTime()));
                Silent slow = new Silent("192.0.2.1");
                slow.sinceNs -= TimeUnit.MILLISECONDS.toNanos(2L * ServerLimits.READ_DEADLINE_MS);
                porter.outside.add(slow);
                door.step();
                door.step();
                assertThat(slow.away).isEqualTo(patienceMs == ServerLimits.READ_DEADLINE_MS);
                door.close();
            }
        }
    }

    @Test
    void who_comes_in_crowds_makes_room_for_himself_and_takes_none_of_others() throws Exception {
        try (Bringing porter = new Bringing()) {
            StreamDoor door = new StreamDoor(porter, new IntakeRate(OwnUid.read(), System.nanoTime()));
            Silent honest = new Silent("192.0.2.1");
            List<Silent> crowd = new ArrayList<>();
            porter.outside.add(honest);
            for (int i = 0; i < 20; i++) {
                crowd.add(new Silent("192.0.2.66"));
            }
            porter.outside.addAll(crowd);
            porter.outside.add(new Silent("192.0.2.2"));
            door.step();
            assertThat(honest.away).isFalse();
            assertThat(crowd).filteredOn(one -> one.away).hasSize(14).isEqualTo(crowd.subList(0, 14));
            door.close();
            assertThat(honest.away).isTrue();
        }
    }

    /** Fails when it is heard for the n-th time, and when it is sent away. */
    private static final class Failing implements Visitor {
        private final int descriptor = alwaysReady();
        private final long sinceNs = System.nanoTime();
        private final int failsAt;
        private int heard;
        private int sentAway;

        private Failing(int failsAt) {
            this.failsAt = failsAt;
        }

        @Override
        public int descriptor() {
            return descriptor;
        }

        @Override
        public long sinceNs() {
            return sinceNs;
        }

        @Override
        public State hear() {
            heard++;
            if (heard == failsAt) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return State.WAITS;
        }

        @Override
        public void passOn(Reception reception) {
            throw new AssertionError("it is never through");
        }

        @Override
        public void sendAway() {
            sentAway++;
            if (sentAway == 1) {
                ChannelFiles.close(descriptor);
            }
            throw new IllegalStateException("it cannot be sent away in peace");
        }
    }

    @Test
    void one_that_fails_goes_and_those_behind_it_stay_and_are_heard() throws Exception {
        IntakeRate rate = new IntakeRate(OwnUid.read(), System.nanoTime());
        Failing failing = new Failing(2);
        Failing atOnce = new Failing(1);
        Failing behind = new Failing(Integer.MAX_VALUE);
        try (Bringing porter = new Bringing()) {
            StreamDoor door = new StreamDoor(porter, rate);
            porter.outside.addAll(List.of(failing, atOnce, behind));
            door.step();
            assertThat(List.of(failing.sentAway, atOnce.sentAway, behind.sentAway))
                    .containsExactly(0, 1, 0);
            door.step();
            door.step();
            assertThat(List.of(failing.sentAway, atOnce.sentAway, behind.sentAway))
                    .containsExactly(1, 1, 0);
            assertThat(List.of(failing.heard, atOnce.heard, behind.heard)).containsExactly(2, 1, 3);
            door.close();
            assertThat(behind.sentAway).isEqualTo(1);
        }
    }

    @Test
    void while_there_is_no_descriptor_for_anybody_the_door_rests_and_then_tries_again() throws Exception {
        try (Bringing porter = new Bringing()) {
            StreamDoor door = new StreamDoor(porter, new IntakeRate(OwnUid.read(), System.nanoTime()));
            porter.cannot = true;
            door.step();
            door.step();
            assertThat(porter.asked).isEqualTo(1);
            porter.cannot = false;
            door.step();
            assertThat(porter.asked).isEqualTo(2);
            door.close();
        }
    }

    @Test
    void what_only_time_asks_for_is_done_although_nobody_comes() throws Exception {
        try (Bringing porter = new Bringing()) {
            StreamDoor door = new StreamDoor(porter, new IntakeRate(OwnUid.read(), System.nanoTime()));
            door.step();
            porter.cannot = true;
            door.step();
            int before = porter.did;
            porter.dueInNs = 1;
            door.step();
            assertThat(porter.did).isEqualTo(before + 1);
            door.close();
        }
    }

    @Test
    void a_request_that_cannot_be_handed_in_is_closed_and_given_back_once() throws Exception {
        int uid = 4_711;
        ChannelCount count = new ChannelCount(OwnUid.read());
        Desk failingDesk = new Desk(count, null, null);
        try (Bringing porter = new Bringing()) {
            StreamDoor door = new StreamDoor(porter, new IntakeRate(OwnUid.read(), System.nanoTime()));
            door.open(failingDesk);
            for (int i = 0; i < ServerLimits.MAX_CHANNELS_PER_USER; i++) {
                assertThat(count.acquire(uid)).isTrue();
            }
            ServedStream stream = new ServedStream(alwaysReady());
            UnixVisitor real = new UnixVisitor(stream, new Caller(uid, 1), count);
            porter.outside.add(new ThroughAtOnce(real));
            door.step();
            assertThat(count.acquire(uid)).as("one was given back").isTrue();
            assertThat(count.acquire(uid)).as("and no second").isFalse();
            door.close();
        }
    }

    /** A real visitor whose request has come. */
    private record ThroughAtOnce(UnixVisitor visitor) implements Visitor {
        @Override
        public int descriptor() {
            return visitor.descriptor();
        }

        @Override
        public long sinceNs() {
            return visitor.sinceNs();
        }

        @Override
        public State hear() {
            return State.IS_THROUGH;
        }

        @Override
        public void passOn(Reception reception) {
            visitor.passOn(reception);
        }

        @Override
        public void sendAway() {
            visitor.sendAway();
        }
    }

    private static int alwaysReady() {
        return ChannelFiles.openProc("/proc/self/status");
    }
}
