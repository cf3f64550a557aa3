package pmon3.daemon.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import pmon3.ipc.Reply;

/** An answer with its pieces told apart. */
record Answered(int status, List<Reply> replies) {
    Answered {
        replies = List.copyOf(replies);
    }

    private <T> List<T> each(Function<Reply, T> text) {
        List<T> found = new ArrayList<>();
        for (Reply reply : replies) {
            T piece = text.apply(reply);
            if (piece != null) {
                found.add(piece);
            }
        }
        return found;
    }

    /** {@code name status} of each row of the process tables. */
    List<String> rows() {
        return each(reply -> reply instanceof Reply.Row row
                ? row.row().name() + " " + row.row().status()
                : null);
    }

    /** {@code id name} of each row of the group tables. */
    List<String> groups() {
        return each(reply -> reply instanceof Reply.Group group
                ? group.row().id() + " " + group.row().name()
                : null);
    }

    List<String> groupDetails() {
        return each(reply -> reply instanceof Reply.GroupDetails group
                ? group.row().id() + " " + group.row().name()
                : null);
    }

    List<String> problems() {
        return each(reply -> reply instanceof Reply.Problem problem ? problem.text() : null);
    }

    List<String> notices() {
        return each(reply -> reply instanceof Reply.Notice notice ? notice.text() : null);
    }

    /** In the queue's order; an asterisk marks what depends or is depended on. */
    List<String> order() {
        return each(reply ->
                reply instanceof Reply.Ordered ordered ? ordered.name() + (ordered.dependent() ? "*" : "") : null);
    }

    /** Notices and problems, a line each. */
    String text() {
        return String.join(
                "\n",
                each(reply -> reply instanceof Reply.Problem problem
                        ? problem.text()
                        : reply instanceof Reply.Notice notice ? notice.text() : null));
    }

    /** The names in the process tables. */
    List<String> names() {
        return each(reply -> reply instanceof Reply.Row row ? row.row().name() : null);
    }

    /** What was sent for stdout as it is. */
    String document() {
        return String.join(
                "",
                each(reply -> reply instanceof Reply.Text text
                        ? StandardCharsets.UTF_8.decode(text.utf8()).toString()
                        : null));
    }

    /** Whether anything would stand on stdout. */
    boolean isSilent() {
        return replies.stream().allMatch(reply -> reply instanceof Reply.Problem || reply instanceof Reply.Notice);
    }
}
