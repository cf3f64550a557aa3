package pmon3.daemon.supervise;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import pmon3.daemon.kernel.ProcessIdentity;
import pmon3.daemon.kernel.Signal;
import pmon3.model.ProcessExit;

/** One process driven through the machine by hand, with all that was decided for it. */
final class Life {
    private ManagedProcess process;
    private Policy policy = Samples.NO_FLAPPING;
    private long ms = Samples.NOW.ms();
    private final List<Effect> effects = new ArrayList<>();
    private List<Effect> last = List.of();

    private Life(ManagedProcess process) {
        this.process = process;
    }

    static Life of(ManagedProcess process) {
        return new Life(process);
    }

    static Life in(Phase phase) {
        return new Life(Samples.process(phase));
    }

    Life under(Policy newPolicy) {
        policy = newPolicy;
        return this;
    }

    Life after(long millis) {
        ms += millis;
        return this;
    }

    Life on(ProcessEvent event) {
        Decision decision = ProcessMachine.decide(process, event, policy, Samples.at(ms));
        process = decision.next();
        last = decision.effects();
        effects.addAll(last);
        return this;
    }

    Life askedToStart() {
        return on(new ProcessEvent.StartAsked(Optional.empty(), false));
    }

    Life askedToStart(Redefinition redefinition) {
        return on(new ProcessEvent.StartAsked(Optional.of(redefinition), false));
    }

    Life askedToStartAsNew() {
        return on(new ProcessEvent.StartAsked(Optional.empty(), true));
    }

    Life askedToRestart() {
        return on(new ProcessEvent.RestartAsked(Optional.empty(), true, false));
    }

    Life askedToRestart(Redefinition redefinition) {
        return on(new ProcessEvent.RestartAsked(Optional.of(redefinition), true, false));
    }

    Life askedTo(Goal goal) {
        return on(new ProcessEvent.StopAsked(goal, false, false));
    }

    Life askedByForceTo(Goal goal) {
        return on(new ProcessEvent.StopAsked(goal, true, false));
    }

    Life turnCame() {
        return on(new ProcessEvent.TurnCame());
    }

    Life ready() {
        return on(new ProcessEvent.SpawnReady(Samples.IDENTITY));
    }

    Life executed() {
        return on(new ProcessEvent.Executed());
    }

    /** From the queue to running, as when all goes well. */
    Life comesUp() {
        return turnCame().ready().executed().after(Timing.SETTLE_MS).timeUp();
    }

    Life spawnFailed(String reason) {
        return on(new ProcessEvent.SpawnFailed(reason));
    }

    Life exits() {
        return on(new ProcessEvent.Exited(ProcessExit.exited(1)));
    }

    Life seen(int members) {
        return on(new ProcessEvent.MembersSeen(Collections.nCopies(members, 4242)));
    }

    /** The leader's end and an empty look at its session. */
    Life ends() {
        return exits().seen(0);
    }

    Life timeUp() {
        return on(new ProcessEvent.TimeUp());
    }

    Life tick() {
        return on(new ProcessEvent.MonitorTick());
    }

    Life refused(Effect awaited) {
        return on(Samples.refused(awaited));
    }

    ManagedProcess process() {
        return process;
    }

    Phase phase() {
        return process.phase();
    }

    long now() {
        return ms;
    }

    /** What the last event led to. */
    List<Effect> last() {
        return last;
    }

    /** All that was decided, with what waits for a commit in its place. */
    List<Effect> flat() {
        return effects.stream().flatMap(Life::flat).toList();
    }

    static Stream<Effect> flat(Effect effect) {
        return effect instanceof Effect.Persist persist
                ? Stream.concat(Stream.of(effect), persist.then().stream())
                : Stream.of(effect);
    }

    List<Outcome> told() {
        return effects.stream()
                .filter(Effect.Tell.class::isInstance)
                .map(effect -> ((Effect.Tell) effect).outcome())
                .toList();
    }

    static Effect signal(Signal signal) {
        return new Effect.SignalAll(Samples.IDENTITY, signal);
    }

    static Effect storedFirst(Effect then) {
        return new Effect.Persist(List.of(then));
    }

    static Effect stored() {
        return new Effect.Persist(List.of());
    }

    static ProcessIdentity identity() {
        return Samples.IDENTITY;
    }
}
