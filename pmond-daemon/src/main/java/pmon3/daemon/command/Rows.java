package pmon3.daemon.command;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import pmon3.daemon.kernel.OwnProcess;
import pmon3.daemon.stats.Usage;
import pmon3.daemon.store.LastExit;
import pmon3.daemon.supervise.Fleet;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.daemon.supervise.Supervisor;
import pmon3.ipc.Reply;
import pmon3.model.ProcessDetails;
import pmon3.model.ProcessRow;

/** The process table and the details, with what the processes use right now. */
final class Rows {
    private final Supervisor supervisor;
    private final Readings readings;

    Rows(Supervisor supervisor, Readings readings) {
        this.supervisor = supervisor;
        this.readings = readings;
    }

    void sendAll(Answer answer) {
        sendAll(answer, supervisor.call(Fleet::all));
    }

    /** For who has asked for all of them already. */
    void sendAll(Answer answer, List<ManagedProcess> all) {
        table(answer, all, List.of());
    }

    /** By id, as every table: those that are left of these as they are now, and those that are gone as they last were. */
    void send(Answer answer, Collection<ManagedProcess> acted) {
        Set<Long> ids = new HashSet<>();
        acted.forEach(process -> ids.add(process.id()));
        List<ManagedProcess> now = supervisor.call(Fleet::all).stream()
                .filter(process -> ids.contains(process.id()))
                .toList();
        now.forEach(process -> ids.remove(process.id()));
        List<ManagedProcess> gone =
                acted.stream().filter(process -> ids.contains(process.id())).toList();
        table(answer, now, gone);
    }

    private void table(Answer answer, List<ManagedProcess> present, List<ManagedProcess> gone) {
        answer.expect(present.size() + gone.size());
        answer.send(new Reply.TableStart());
        Usage usage = readings.covering(present);
        Map<Long, ProcessRow> rows = new TreeMap<>();
        present.forEach(process -> rows.put(process.id(), row(process, usage)));
        gone.forEach(process -> rows.put(process.id(), deleted(process)));
        rows.values().forEach(row -> answer.send(new Reply.Row(row)));
    }

    /** pmond's own pid, then those of all live members of all processes. */
    void sendPids(Answer answer) {
        answer.send(new Reply.Pid(OwnProcess.pid()));
        List<ManagedProcess> all = supervisor.call(Fleet::all);
        Usage usage = readings.covering(all);
        for (ManagedProcess process : all) {
            int leader = process.shownPid();
            if (leader != 0) {
                usage.pids(leader).forEach(pid -> answer.send(new Reply.Pid(pid)));
            }
        }
    }

    /** At what these use now: one look at /proc serves all that is told of them. */
    Look look(Collection<ManagedProcess> processes) {
        return new Look(readings.covering(processes));
    }

    /** Any number of tables and details of the processes that it was made for. */
    final class Look {
        private final Usage usage;

        private Look(Usage usage) {
            this.usage = usage;
        }

        void table(Answer answer, List<ManagedProcess> processes) {
            answer.expect(processes.size());
            answer.send(new Reply.TableStart());
            processes.forEach(process -> answer.send(new Reply.Row(row(process, usage))));
        }

        /** @param showEnvironment whether the caller may see env-vars; @param groups the names of its groups */
        void details(
                Answer answer, ManagedProcess process, List<String> groups, boolean showEnvironment, String remark) {
            int pid = process.shownPid();
            answer.send(new Reply.Details(new ProcessDetails(
                    row(process, usage),
                    process.definition().file(),
                    process.definition().args(),
                    showEnvironment ? process.definition().envVars() : "",
                    process.definition().log(),
                    !process.definition().autoRestart(),
                    process.definition().dependencies(),
                    groups,
                    process.createdAt().toEpochMilli(),
                    pid == 0 ? -1 : usage.uptimeMs(pid),
                    process.lastExit().map(last -> last.exit().text()).orElse(""),
                    process.lastExit()
                            .flatMap(LastExit::at)
                            .map(Instant::toEpochMilli)
                            .orElse(-1L),
                    remark)));
        }
    }

    private static ProcessRow row(ManagedProcess process, Usage usage) {
        int pid = process.shownPid();
        return new ProcessRow(
                process.id(),
                process.name(),
                pid,
                process.counts().restarts(),
                process.shownStatus(),
                process.definition().username(),
                pid == 0 ? 0 : usage.cpuPercent(pid),
                pid == 0 ? 0 : usage.memoryBytes(pid),
                process.updatedAt().toEpochMilli());
    }

    private static ProcessRow deleted(ManagedProcess process) {
        return new ProcessRow(
                process.id(),
                process.name(),
                0,
                process.counts().restarts(),
                "stopped",
                process.definition().username(),
                0,
                0,
                process.updatedAt().toEpochMilli());
    }
}
