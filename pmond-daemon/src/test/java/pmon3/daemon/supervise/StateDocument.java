package pmon3.daemon.supervise;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import pmon3.daemon.supervise.Cells.Cell;

/** docs/state-machine.md as the machine is now: every cell is asked, and the answers are put into words. */
final class StateDocument {
    private static final String HEAD = """
            # The state machine of a process

            Generated from `ProcessMachine` by `StateDocumentTest`; `-Dpmon3.docs.write=true` writes it anew. Every phase
            answers every event; what is not listed changes nothing. Effects are done in the order given; `store, then (…)`
            means that the rest waits until the commit is durable. Where the answer depends on more than phase and event,
            the possible ones are separated by "or", and by the goal where that decides.

            The word people see and the number stored are of the phase, except while a process is being stopped (HOLDING,
            STOPPING, KILLING): its goal says then what is stored (stop and delete 3, restart 7, close 5), and the word is
            `stopping` or `restarting`.

            ## What happens by itself

            Without commands, from the queue on:

            """;

    private static final Set<ProcessEvent.Kind> ASKED = Set.of(
            ProcessEvent.Kind.START_ASKED,
            ProcessEvent.Kind.RESTART_ASKED,
            ProcessEvent.Kind.STOP_ASKED,
            ProcessEvent.Kind.RESET_ASKED,
            ProcessEvent.Kind.REDEFINED);

    /** Phase, then event in words, then goal, then the possible answers. */
    private final Map<Phase, Map<String, Map<Goal, Set<String>>>> answers = new TreeMap<>();

    private final Map<String, Set<String>> arrows = new LinkedHashMap<>();

    static String text() {
        return new StateDocument().write();
    }

    private StateDocument() {
        Cells.all().forEach(this::add);
    }

    private void add(Cell cell) {
        Decision decision = cell.decide();
        answers.computeIfAbsent(cell.phase(), phase -> new LinkedHashMap<>())
                .computeIfAbsent(StateWords.of(cell.event()), event -> new TreeMap<>())
                .computeIfAbsent(cell.process().goal(), goal -> new LinkedHashSet<>())
                .add(answer(cell, decision));
        Phase next = decision.next().phase();
        if (next != cell.phase() && !ASKED.contains(cell.event().kind())) {
            arrows.computeIfAbsent(cell.phase() + " --> " + next, arrow -> new LinkedHashSet<>())
                    .add(cell.event().kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
    }

    private static String answer(Cell cell, Decision decision) {
        String effects = decision.effects().stream().map(StateWords::of).collect(Collectors.joining(", "));
        String next = changes(cell.process(), decision.next());
        if (effects.isEmpty()) {
            return next;
        }
        return next.isEmpty() ? effects : next + ": " + effects;
    }

    private static String changes(ManagedProcess before, ManagedProcess after) {
        if (before.phase() != after.phase()) {
            boolean newGoal = after.phase().isStopping() && before.goal() != after.goal();
            return "**" + after.phase() + "**" + (newGoal ? " to " + StateWords.of(after.goal()) : "");
        }
        List<String> words = new ArrayList<>();
        if (before.goal() != after.goal()) {
            words.add("now to " + StateWords.of(after.goal()));
        }
        if (!before.counts().equals(after.counts())) {
            words.add("counts change");
        }
        if (!before.stuck() && after.stuck()) {
            words.add("stuck");
        }
        if (before.wakeAtMs() != after.wakeAtMs()) {
            words.add("wakes later");
        }
        if (!before.definition().equals(after.definition())) {
            words.add("redefined");
        }
        return String.join(", ", words);
    }

    private String write() {
        StringBuilder out = new StringBuilder(HEAD);
        out.append("```mermaid\nstateDiagram-v2\n    [*] --> QUEUED\n");
        new TreeMap<>(arrows)
                .forEach((arrow, events) -> out.append("    ")
                        .append(arrow)
                        .append(" : ")
                        .append(String.join(", ", new TreeSet<>(events)))
                        .append('\n'));
        out.append("```\n");
        answers.forEach((phase, events) -> write(out, phase, events));
        return out.toString();
    }

    private static void write(StringBuilder out, Phase phase, Map<String, Map<Goal, Set<String>>> events) {
        out.append("\n## ")
                .append(phase)
                .append(" (")
                .append(
                        phase.isStopping()
                                ? "by goal"
                                : phase.status().word() + ", " + phase.status().code())
                .append(")\n\n");
        Map<String, List<String>> byAnswer = new LinkedHashMap<>();
        events.forEach((event, answers) -> {
            String text = inWords(answers);
            if (!text.isEmpty()) {
                byAnswer.computeIfAbsent(text, key -> new ArrayList<>()).add(event);
            }
        });
        if (byAnswer.isEmpty()) {
            out.append("Nothing changes it any more.\n");
            return;
        }
        out.append("| when | then |\n|---|---|\n");
        byAnswer.forEach((answer, causes) -> out.append("| ")
                .append(String.join("; ", causes))
                .append(" | ")
                .append(answer)
                .append(" |\n"));
    }

    /** By goal where goals differ. */
    private static String inWords(Map<Goal, Set<String>> answers) {
        Set<String> distinct =
                answers.values().stream().map(StateDocument::either).collect(Collectors.toSet());
        if (distinct.size() == 1) {
            return distinct.iterator().next();
        }
        Map<String, List<String>> goals = new LinkedHashMap<>();
        answers.forEach((goal, texts) ->
                goals.computeIfAbsent(either(texts), key -> new ArrayList<>()).add(StateWords.of(goal)));
        return goals.entrySet().stream()
                .map(entry -> "to " + String.join(" or ", entry.getValue()) + " → "
                        + (entry.getKey().isEmpty() ? "nothing" : entry.getKey()))
                .collect(Collectors.joining("; "));
    }

    private static String either(Set<String> texts) {
        boolean mayStay = texts.contains("");
        String some = texts.stream().filter(text -> !text.isEmpty()).collect(Collectors.joining(" or "));
        return mayStay && !some.isEmpty() ? some + " or nothing" : some;
    }
}
