package pmon3.daemon.command;

import java.util.Set;
import pmon3.daemon.command.Authority.Rank;
import pmon3.daemon.command.Deed.Target;

/** docs/authorization.md as {@link Deed} is now. */
final class AuthorizationDocument {
    /** A user and a group are somebody's in any case. */
    static final Set<Deed> NEVER_ADRIFT = Set.of(Deed.RUN_AS, Deed.SEE_GROUP, Deed.USE_GROUP);

    private static final String HEAD = """
            # Who may do what to whose

            Generated from `Deed` by `AuthorizationTableTest`, which also tries every cell through the commands;
            `-Dpmon3.docs.write=true` writes it anew. The kernel says who asks; nothing in a request is believed.

            * **root**: uid 0, and whoever runs a rootless pmond. That one serves nobody else: all others are refused.
            * **operators**: `message_queue.user`, and members of `message_queue.group` where that is set itself. They reach
              every account but root's: whoever may run programs as a user is that user.
            * **others**: whoever else may connect.

            A process is its row's uid's. *Adrift* is one whose username has another uid by now, or none: its uid may be
            somebody else's today, so that only root acts on it. A group is its creator's; one of the Go program's is root's.

            """;

    private static final String TAIL = """

            What is named and may not be done is refused with the exit status 4 and the name, and the rest of the list is
            done; so with a group's members. `kill`, `drop`, `reset` of all and `init` leave out what is not the caller's to
            control, and say nothing of it. A right is looked at again in the moment of the deed: what was deleted, or given
            to another user, meanwhile is left alone.

            Whose a name is costs others nothing: an ordinary user's `-u` is held against that user's own name alone, and
            what others own is refused by uid, without a question to the user database.
            """;

    private AuthorizationDocument() {}

    static String text() {
        StringBuilder out = new StringBuilder(HEAD);
        out.append("| | root |");
        for (Rank rank : new Rank[] {Rank.OPERATOR, Rank.ORDINARY}) {
            for (Target target : Target.values()) {
                out.append(rank == Rank.OPERATOR ? " operator: " : " other: ")
                        .append(target.words())
                        .append(" |");
            }
        }
        out.append('\n')
                .append("|---|")
                .append("---|".repeat(1 + 2 * Target.values().length))
                .append('\n');
        for (Deed deed : Deed.values()) {
            row(out, deed);
        }
        return out.append(TAIL).toString();
    }

    private static void row(StringBuilder out, Deed deed) {
        out.append("| ").append(deed.words()).append(" | yes |");
        for (Rank rank : new Rank[] {Rank.OPERATOR, Rank.ORDINARY}) {
            for (Target target : Target.values()) {
                boolean meaningless = target == Target.ADRIFT && NEVER_ADRIFT.contains(deed);
                out.append(meaningless ? "  |" : deed.isGiven(rank, target) ? " yes |" : " no |");
            }
        }
        out.append('\n');
    }
}
