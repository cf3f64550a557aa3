package pmon3.daemon.command;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import pmon3.daemon.command.Authority.Rank;

/**
 * Who may do what to whose: the one table of it. Every command asks {@link Context#may}, {@link Authority#may} or
 * {@link Authority#requireRunAs} with one of these; docs/authorization.md prints all cells.
 */
enum Deed {
    SEE("see it: `ls`, `desc`, `topn`, `dgraph`, `export`, the path for `log` and `logf`", Right.ANYBODY),
    SEE_ENVIRONMENT("see its env-vars in `desc` and `export`", Right.OWNER_OR_OPERATOR),
    STOP(
            "`stop`, `group stop`, `kill`",
            Right.CONTROL,
            Selector.NAME,
            Selector.ID,
            Selector.LIST,
            Selector.GROUP,
            Selector.ALL),
    DELETE(
            "`del`, `group drop`, `drop`",
            Right.CONTROL,
            Selector.NAME,
            Selector.ID,
            Selector.LIST,
            Selector.GROUP,
            Selector.ALL),
    START(
            "`restart` and `start` as it is, also of a group; `exec` of its name without flags; `init`",
            Right.CONTROL,
            Selector.NAME,
            Selector.ID,
            Selector.LIST,
            Selector.GROUP,
            Selector.ALL),
    RESET("`reset`", Right.CONTROL, Selector.NAME, Selector.ID, Selector.LIST, Selector.ALL),
    ASSIGN("`group assign` and `group remove`: the process", Right.CONTROL, Selector.NAME, Selector.ID, Selector.LIST),
    DEPEND("name it in `-d`", Right.CONTROL, Selector.LIST),
    CHANGE(
            "`restart`, `start` or `exec` of it with flags; `init` of what the process config says otherwise",
            Right.CHANGE,
            Selector.NAME,
            Selector.ID,
            Selector.LIST),
    CHANGE_BY_GROUP("`group restart` and `group start` with flags: be reached by them", Right.OWNER, Selector.GROUP),
    RUN_AS("run a program as its user: `exec` of a new name, `-u`, `init` of a new entry", Right.CHANGE),
    SEE_GROUP("`group ls`, `group desc`; name the group in `group stop`, `drop`, `restart`", Right.ANYBODY),
    USE_GROUP(
            "`group assign`, `group remove`, `group del`, `-g`: the group",
            Right.OWNER_OR_OPERATOR,
            Selector.NAME,
            Selector.ID,
            Selector.LIST);

    /** What a process or group is to its caller. */
    enum Target {
        /** Of the caller's uid. */
        OWN("own"),
        ANOTHERS("another's"),
        /** Of uid 0, and the caller is not that. */
        ROOTS("root's"),
        /** The row's username has another uid by now, or none: whose it is nobody can tell. */
        ADRIFT("adrift");

        private final String words;

        Target(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        static Target ofUid(int uid, int callerUid) {
            if (uid == callerUid) {
                return OWN;
            }
            return uid == 0 ? ROOTS : ANOTHERS;
        }
    }

    /** How a command names what it acts on. */
    enum Selector {
        NAME,
        ID,
        LIST,
        GROUP,
        ALL
    }

    private enum Right {
        ANYBODY,
        CONTROL,
        CHANGE,
        OWNER,
        OWNER_OR_OPERATOR;

        private boolean isGiven(Rank rank, Target target) {
            return rank == Rank.MASTER
                    || switch (this) {
                        case ANYBODY -> true;
                        case CONTROL -> rank == Rank.OPERATOR ? target != Target.ADRIFT : target == Target.OWN;
                        case CHANGE -> target == Target.OWN || rank == Rank.OPERATOR && target == Target.ANOTHERS;
                        case OWNER -> target == Target.OWN;
                        case OWNER_OR_OPERATOR -> rank == Rank.OPERATOR || target == Target.OWN;
                    };
        }
    }

    private final String words;
    private final Right right;
    private final Set<Selector> selectors;

    Deed(String words, Right right, Selector... selectors) {
        this.words = words;
        this.right = right;
        this.selectors = EnumSet.noneOf(Selector.class);
        this.selectors.addAll(List.of(selectors));
    }

    /** The commands and flags that do it, for the document. */
    String words() {
        return words;
    }

    /** Ways to name what it is done to; none where the caller's right does not depend on it. */
    Set<Selector> selectors() {
        return EnumSet.copyOf(selectors);
    }

    boolean isGiven(Rank rank, Target target) {
        return right.isGiven(rank, target);
    }

    /** Whether it takes a look at whose the target is, and not only at who asks. */
    boolean dependsOnTarget(Rank rank) {
        return isGiven(rank, Target.OWN) != isGiven(rank, Target.ADRIFT);
    }
}
