package pmon3.cli.command;

import java.util.ArrayList;
import java.util.List;

/** The words of a command line that are no flags. How many there may be is checked here, so that the texts are ours. */
final class Arguments {
    private Arguments() {}

    static void none(Command.Invocation invocation) {
        List<String> words = invocation.typed().arguments();
        if (!words.isEmpty()) {
            throw new UsageException(invocation.word() + " takes no argument: " + words.get(0));
        }
    }

    /** Ids and names, each argument a comma list; at least one. */
    static List<String> targets(Command.Invocation invocation) {
        List<String> targets = targetsOrAll(invocation);
        if (targets.isEmpty()) {
            throw new UsageException(invocation.word() + " needs an id or a name");
        }
        return targets;
    }

    /** A first argument with groups, and the processes in all that follow, each a comma list. */
    static GroupsAndProcesses groupsAndProcesses(Command.Invocation invocation) {
        List<String> groups = new ArrayList<>();
        List<String> processes = new ArrayList<>();
        List<String> words = invocation.typed().arguments();
        for (int i = 0; i < words.size(); i++) {
            addCommaList(words.get(i), i == 0 ? groups : processes);
        }
        if (groups.isEmpty() || processes.isEmpty()) {
            throw new UsageException(invocation.word() + " needs group(s) and process(es), by id or name");
        }
        return new GroupsAndProcesses(groups, processes);
    }

    /** Both by id or name, neither empty. */
    record GroupsAndProcesses(List<String> groups, List<String> processes) {}

    /** No argument at all means all; an empty one never does. */
    static List<String> targetsOrAll(Command.Invocation invocation) {
        List<String> targets = new ArrayList<>();
        for (String word : invocation.typed().arguments()) {
            int before = targets.size();
            addCommaList(word, targets);
            if (targets.size() == before) {
                throw new UsageException(invocation.word() + " needs an id or a name, not '" + word + "'");
            }
        }
        return targets;
    }

    /** Adds the parts between commas, without the empty ones. */
    static void addCommaList(String text, List<String> words) {
        int from = 0;
        while (from <= text.length()) {
            int comma = text.indexOf(',', from);
            int to = comma < 0 ? text.length() : comma;
            if (to > from) {
                words.add(text.substring(from, to));
            }
            from = to + 1;
        }
    }
}
