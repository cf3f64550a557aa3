package pmon3.daemon.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How a {@link FakeKernel}, which guards it, starts programs: from the order to the helper, and from go to the program. */
final class FakeSpawns {
    private static final String HELPER_NAME = "pmon3-spawn";

    private final FakeProcesses processes;
    private final Map<String, FakeProgram> programs = new HashMap<>();
    private final Map<Long, FakeProcess> helpers = new LinkedHashMap<>();
    private final Set<Long> waiting = new HashSet<>();
    private final Set<Long> calledOff = new HashSet<>();
    private final Set<Long> unready = new HashSet<>();
    private final List<SpawnOrder> orders = new ArrayList<>();
    private int failing;
    private String failure = "";

    FakeSpawns(FakeProcesses processes) {
        this.processes = processes;
    }

    void program(String file, FakeProgram program) {
        programs.put(file, program);
    }

    void notHanging(String file) {
        programs.computeIfPresent(file, (name, program) -> program.hangs() ? FakeProgram.lives() : program);
    }

    FakeProgram program(SpawnOrder order) {
        return programs.getOrDefault(order.file(), FakeProgram.lives());
    }

    /** So many of the next helpers cannot be made. */
    void fail(int count, String reason) {
        failing = count;
        failure = reason;
    }

    List<SpawnOrder> orders() {
        return List.copyOf(orders);
    }

    void order(SpawnOrder order) {
        orders.add(order);
        waiting.add(order.ticket());
    }

    void begin(SpawnOrder order, KernelListener listener) {
        waiting.remove(order.ticket());
        Optional<String> failed = failure(order);
        if (failed.isPresent()) {
            listener.spawnFailed(order.ticket(), failed.get());
            return;
        }
        FakeProcess helper = processes.child(order);
        helper.name = HELPER_NAME;
        helpers.put(order.ticket(), helper);
        helper.unkillable = program(order).hangs();
        if (helper.unkillable) {
            unready.add(order.ticket());
        } else {
            listener.spawnReady(order.ticket(), helper.identity());
        }
    }

    /** Helpers that hang, by ticket. */
    Map<Long, FakeProcess> hanging() {
        Map<Long, FakeProcess> hanging = new LinkedHashMap<>(helpers);
        hanging.values().removeIf(helper -> !helper.unkillable);
        return hanging;
    }

    /** It had SIGKILL, and goes on. */
    void end(long ticket) {
        processes.remove(helpers.remove(ticket).pid);
    }

    /** @return whether it hung before it was ready, and is ready now */
    boolean getsReady(long ticket) {
        return unready.remove(ticket);
    }

    boolean isHelper(FakeProcess process) {
        return helpers.containsValue(process);
    }

    private Optional<String> failure(SpawnOrder order) {
        if (calledOff.remove(order.ticket())) {
            return Optional.of(Kernel.CALLED_OFF);
        }
        if (failing > 0) {
            failing--;
            return Optional.of(failure);
        }
        return program(order).failure();
    }

    /** @return the program that runs now, of which it is told already */
    Optional<FakeProcess> execute(long ticket, KernelListener listener) {
        FakeProcess helper = helpers.remove(ticket);
        if (helper == null) {
            return Optional.empty();
        }
        FakeProgram program = program(helper.order);
        if (program.failureAfterGo().isPresent()) {
            processes.remove(helper.pid);
            listener.spawnFailed(ticket, program.failureAfterGo().get());
            return Optional.empty();
        }
        helper.name = baseName(helper.order.file());
        helper.ignoresTerm = program.ignoresTerm();
        for (int i = 0; i < program.children(); i++) {
            processes.childOf(helper);
        }
        listener.executed(ticket);
        return Optional.of(helper);
    }

    /** @return whether a helper was there to be ended; one that is still to come will fail */
    boolean abort(long ticket) {
        FakeProcess helper = helpers.get(ticket);
        if (helper != null && helper.unkillable) {
            helper.doomed = true;
            return false;
        }
        if (helper != null) {
            helpers.remove(ticket);
            processes.remove(helper.pid);
            return true;
        }
        if (waiting.contains(ticket)) {
            calledOff.add(ticket);
        }
        return false;
    }

    /** pmond is dead: helpers end without exec, and what was ordered never begins. */
    void lose() {
        helpers.values().forEach(helper -> processes.remove(helper.pid));
        helpers.clear();
        waiting.clear();
        calledOff.clear();
        unready.clear();
        orders.clear();
    }

    static String baseName(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }
}
