package pmon3.daemon.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import pmon3.config.EnvironmentWords;
import pmon3.config.Names;
import pmon3.config.Words;
import pmon3.model.DependencyOrder;
import pmon3.model.PmonException;

/** The rules for entries, each for itself and among each other. */
final class EntriesCheck {
    private final List<ProcessConfig.Entry> entries;
    private final ProcessConfigFile.Known known;
    private final Problems problems;

    EntriesCheck(List<ProcessConfig.Entry> entries, ProcessConfigFile.Known known, Problems problems) {
        this.entries = entries;
        this.known = known;
        this.problems = problems;
    }

    /** The entries without mistakes that depend on none with mistakes. */
    List<ProcessConfig.Entry> good() {
        entries.forEach(this::checkAlone);
        checkDuplicates();
        checkUnknownDependencies();
        checkCycles();
        leaveOutDependants();
        List<ProcessConfig.Entry> good = new ArrayList<>(entries);
        good.removeIf(problems::isBad);
        return good;
    }

    private void checkAlone(ProcessConfig.Entry entry) {
        if (problems.isBad(entry)) {
            return;
        }
        checkPath(entry, "file", entry.file(), true);
        checkPath(entry, "log", entry.log(), false);
        checkPath(entry, "log_dir", entry.logDir(), false);
        if (!entry.file().isEmpty()) {
            checkNames(entry);
        }
        checkWords(entry);
    }

    private void checkPath(ProcessConfig.Entry entry, String key, String path, boolean isNeeded) {
        if (path.isEmpty()) {
            if (isNeeded) {
                problems.add(entry, key + " is missing");
            }
        } else if (!path.startsWith("/")) {
            problems.add(entry, key + " must be an absolute path, not '" + path + "'");
        }
    }

    /** A name that the rules would not allow, but that a process has, goes on to mean that process. */
    private void checkNames(ProcessConfig.Entry entry) {
        Optional<String> problem = Names.problem("process", entry.name());
        if (problem.isPresent() && !known.processes().contains(entry.name())) {
            problems.add(entry, problem.get());
        }
        for (String group : entry.groups()) {
            Optional<String> groupProblem = groupProblem(group);
            if (groupProblem.isPresent()) {
                problems.add(entry, groupProblem.get());
            }
        }
    }

    /** Digits only are an id, and an id makes no group. */
    private Optional<String> groupProblem(String group) {
        OptionalLong id = Names.id(group);
        if (Names.isId(group)) {
            return id.isPresent() && known.groupIds().contains(id.getAsLong())
                    ? Optional.empty()
                    : Optional.of("Group (" + group + ") does not exist");
        }
        return known.groups().contains(group) ? Optional.empty() : Names.problem("group", group);
    }

    private void checkWords(ProcessConfig.Entry entry) {
        try {
            Words.split("args", entry.args());
            EnvironmentWords.parse(entry.envVars());
        } catch (PmonException e) {
            problems.add(entry, e.getMessage());
        }
    }

    private void checkDuplicates() {
        Map<String, ProcessConfig.Entry> first = new HashMap<>();
        for (ProcessConfig.Entry entry : entries) {
            ProcessConfig.Entry other = entry.name().isEmpty() ? null : first.putIfAbsent(entry.name(), entry);
            if (other != null) {
                problems.add(
                        entry, other.line() > 0 ? "the name is taken by line " + other.line() : "the name is taken");
            }
        }
    }

    private void checkUnknownDependencies() {
        Set<String> names = new HashSet<>(known.processes());
        entries.forEach(entry -> names.add(entry.name()));
        for (ProcessConfig.Entry entry : entries) {
            for (String dependency : entry.dependencies()) {
                if (!names.contains(dependency)) {
                    problems.add(entry, "depends on '" + dependency + "', which does not exist");
                } else if (dependency.indexOf(' ') >= 0) {
                    problems.add(entry, "depends on '" + dependency + "', whose name has a space and cannot be stored");
                }
            }
        }
    }

    private void checkCycles() {
        for (Set<String> cycle : DependencyOrder.cycles(nodes())) {
            for (ProcessConfig.Entry entry : entries) {
                if (cycle.contains(entry.name())) {
                    problems.add(entry, "its dependencies lead back to it, through " + String.join(", ", cycle));
                }
            }
        }
    }

    private void leaveOutDependants() {
        Set<String> bad = new LinkedHashSet<>();
        for (ProcessConfig.Entry entry : entries) {
            if (problems.isBad(entry)) {
                bad.add(entry.name());
            }
        }
        for (ProcessConfig.Entry entry : entries) {
            if (!problems.isBad(entry)) {
                bad.remove(entry.name());
            }
        }
        Set<String> left = DependencyOrder.dependantsOf(bad, nodes());
        for (ProcessConfig.Entry entry : entries) {
            if (left.contains(entry.name()) && !problems.isBad(entry)) {
                problems.add(entry, "depends on an entry that has a mistake");
            }
        }
    }

    private List<DependencyOrder.Node> nodes() {
        List<DependencyOrder.Node> nodes = new ArrayList<>();
        for (ProcessConfig.Entry entry : entries) {
            nodes.add(entry.node());
        }
        return nodes;
    }
}
