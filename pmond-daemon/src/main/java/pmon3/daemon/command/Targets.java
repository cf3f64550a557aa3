package pmon3.daemon.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import pmon3.config.Names;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * What the targets of a command mean: processes, each once, and what has to be said of the others, once as well.
 *
 * @param unknown names, and ids, that no process has
 */
record Targets(List<ManagedProcess> found, List<String> unknown, List<PmonException> refused) {
    Targets {
        found = List.copyOf(found);
        unknown = List.copyOf(unknown);
        refused = List.copyOf(refused);
    }

    /** @param fleet all processes; @param may whether the caller may do it to one */
    static Targets of(List<String> targets, List<ManagedProcess> fleet, Predicate<ManagedProcess> may) {
        Map<String, ManagedProcess> byName = new LinkedHashMap<>();
        Map<Long, ManagedProcess> byId = new LinkedHashMap<>();
        for (ManagedProcess process : fleet) {
            byName.put(process.name(), process);
            byId.put(process.id(), process);
        }
        Map<Long, ManagedProcess> meant = new LinkedHashMap<>();
        Set<String> unknown = new LinkedHashSet<>();
        for (String target : targets) {
            Optional<ManagedProcess> process =
                    Optional.ofNullable(Names.isId(target) ? byId.get(id(target)) : byName.get(target));
            process.ifPresentOrElse(known -> meant.put(known.id(), known), () -> unknown.add(target));
        }
        return of(meant.values(), List.copyOf(unknown), may);
    }

    /** All that the caller may do it to; nothing is said of the others. */
    static Targets all(List<ManagedProcess> fleet, Predicate<ManagedProcess> may) {
        return new Targets(fleet.stream().filter(may).toList(), List.of(), List.of());
    }

    private static Targets of(Iterable<ManagedProcess> meant, List<String> unknown, Predicate<ManagedProcess> may) {
        List<ManagedProcess> found = new ArrayList<>();
        List<PmonException> refused = new ArrayList<>();
        for (ManagedProcess process : meant) {
            if (may.test(process)) {
                found.add(process);
            } else {
                refused.add(Authority.refusal(process));
            }
        }
        return new Targets(found, unknown, refused);
    }

    private static Long id(String target) {
        OptionalLong id = Names.id(target);
        return id.isPresent() ? id.getAsLong() : -1L;
    }

    List<Long> ids() {
        return found.stream().map(ManagedProcess::id).toList();
    }

    /** Those of which nothing is known, and those refused. */
    List<PmonException> problems() {
        List<PmonException> problems = new ArrayList<>(refused);
        unknown.forEach(target -> problems.add(doesNotExist(target)));
        return problems;
    }

    static PmonException doesNotExist(String target) {
        return new PmonException(ErrorCode.NOT_FOUND, "process (" + target + ") does not exist");
    }
}
