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
