package pmon3.daemon.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import pmon3.daemon.supervise.Fleet;
import pmon3.daemon.supervise.Outcome;
import pmon3.daemon.supervise.Settlement;
import pmon3.daemon.supervise.Supervisor;
import pmon3.daemon.supervise.Timing;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;
import pmon3.model.ProcessDefinition;

/** Waits until what a command began has settled, or its time is up, and says what there is to say. */
final class Waiting {
    /** How long the store may take to answer beyond a command's own patience, milliseconds. */
    private static final long STORE_PATIENCE_MS = Timing.STORE_PATIENCE_MS + 500;

    private final Supervisor supervisor;

    Waiting(Supervisor supervisor) {
        this.supervisor = supervisor;
    }

    /**
     * @param acted what the processes are, by id
     * @param timeoutMs how long at most, milliseconds
     * @param starts whether they were to run: then one that ended at once is a problem, not a notice, and so is one that
     *     was deleted meanwhile
     */
    void await(
            Collection<Settlement> settlements,
            Map<Long, ProcessDefinition> acted,
            long timeoutMs,
            boolean starts,
            Answer answer) {
        long deadlineNanos = System.nanoTime() + timeoutMs * 1_000_000;
        List<Settlement> unsettled = new ArrayList<>();
        boolean stored = true;
        for (Settlement settlement : settlements) {
            boolean done = settled(settlement, millisUntil(deadlineNanos));
            stored &= done || recorded(settlement, millisUntil(deadlineNanos) + STORE_PATIENCE_MS);
            if (!settled(settlement, 0)) {
                unsettled.add(settlement);
            }
            tell(settlement, acted, starts, answer);
        }
        if (!stored) {
            answer.problem(ErrorCode.STORE, "the database has not answered yet; see pmond's log");
        }
        if (starts) {
            deletedOf(settlements, acted)
                    .forEach(
                            name -> answer.problem(ErrorCode.FAILED, name + " was deleted meanwhile; it does not run"));
        }
        String awaited = unsettled.isEmpty() ? "" : describe(unsettled);
        if (!awaited.isEmpty()) {
            answer.notice("still awaited: " + awaited + "; 'pmon3 ls' shows how it ends");
        }
    }

    /** The names of those that are gone though nothing was wrong with them: somebody had them deleted. */
    private List<String> deletedOf(Collection<Settlement> settlements, Map<Long, ProcessDefinition> acted) {
        return supervisor.call(fleet -> settlements.stream()
                .filter(settlement -> settlement.outcomes().isEmpty()
                        && fleet.byId(settlement.processId()).isEmpty())
                .map(settlement -> acted.get(settlement.processId()))
                .filter(Objects::nonNull)
                .map(ProcessDefinition::name)
                .toList());
    }

    /** Waits for changes of groups. @param stored by the name of the group */
    void awaitGroups(Map<String, Settlement> stored, long timeoutMs, Answer answer) {
        long deadlineNanos = System.nanoTime() + timeoutMs * 1_000_000;
        stored.forEach((name, settlement) -> {
            if (!settled(settlement, (deadlineNanos - System.nanoTime()) / 1_000_000)) {
                answer.notice("still awaited: group " + name + " is being stored; 'pmon3 group ls' shows how it ends");
            }
            for (Outcome outcome : settlement.outcomes()) {
                if (outcome instanceof Outcome.NotStored refused) {
                    answer.problem(ErrorCode.STORE, "group " + name + " is as it was: " + refused.reason());
                }
            }
        });
    }

    private static long millisUntil(long deadlineNanos) {
        return (deadlineNanos - System.nanoTime()) / 1_000_000;
    }

    private static boolean recorded(Settlement settlement, long timeoutMs) {
        try {
            return settlement.awaitRecorded(timeoutMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PmonException(ErrorCode.UNREACHABLE, "pmond is ending", e);
        }
    }

    /** Of a process that was deleted before anybody looked at it nobody needs to know how it fared. */
    private static void tell(Settlement settlement, Map<Long, ProcessDefinition> acted, boolean starts, Answer answer) {
        ProcessDefinition definition = acted.get(settlement.processId());
        if (definition != null) {
            settlement.outcomes().forEach(outcome -> tell(definition, settlement.processId(), outcome, starts, answer));
        }
    }

    private static boolean settled(Settlement settlement, long timeoutMs) {
        try {
            return settlement.await(timeoutMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PmonException(ErrorCode.UNREACHABLE, "pmond is ending", e);
        }
    }

    private String describe(List<Settlement> unsettled) {
        return supervisor.call(fleet -> describe(fleet, unsettled));
    }

    private static String describe(Fleet fleet, List<Settlement> unsettled) {
        List<String> words = new ArrayList<>();
        for (Settlement settlement : unsettled) {
            fleet.byId(settlement.processId())
                    .ifPresent(process -> words.add(process.name() + " (" + process.shownStatus() + ")"));
        }
        return String.join(", ", words);
    }

    private static void tell(ProcessDefinition definition, long id, Outcome outcome, boolean starts, Answer answer) {
        String name = definition.name();
        if (outcome instanceof Outcome.StartFailed failed) {
            answer.problem(ErrorCode.START, name + " could not be started: " + failed.reason());
        } else if (outcome instanceof Outcome.EndedAtOnce ended) {
            String text = name + " ended at once (" + ended.exit().text() + "); log: " + definition.log();
            if (starts) {
                answer.problem(ErrorCode.FAILED, text);
            } else {
                answer.notice(text);
            }
        } else if (outcome instanceof Outcome.Survives) {
            answer.problem(ErrorCode.FAILED, name + " survives SIGKILL; 'pmon3 desc " + id + "' says what is known");
        } else if (outcome instanceof Outcome.NotStored refused) {
            answer.problem(ErrorCode.STORE, name + " is as it was: " + refused.reason());
        } else if (outcome instanceof Outcome.NotYetStored late) {
            answer.problem(
                    ErrorCode.STORE, name + ": done, but not stored yet, and pmond tries again: " + late.reason());
        }
    }
}
