package pmon3.daemon.supervise;

import java.util.Locale;
import java.util.stream.Collectors;
import pmon3.daemon.kernel.Signal;

/** Events, effects and goals in the words of docs/state-machine.md. */
final class StateWords {
    private StateWords() {}

    static String of(Goal goal) {
        return switch (goal) {
            case RETRY -> "retry";
            case STOP -> "stop";
            case RESTART -> "restart";
            case DELETE -> "delete";
            case CLOSE -> "close";
            case UNDO -> "undo";
        };
    }

    static String of(ProcessEvent event) {
        if (event instanceof ProcessEvent.StartAsked start) {
            return start.isNew()
                    ? "new"
                    : "start asked" + changed(start.redefinition().isPresent());
        }
        if (event instanceof ProcessEvent.RestartAsked restart) {
            return "restart asked" + changed(restart.redefinition().isPresent()) + held(restart.held());
        }
        if (event instanceof ProcessEvent.StopAsked stop) {
            return of(stop.goal()) + " asked" + (stop.force() ? " by force" : "") + held(stop.held());
        }
        if (event instanceof ProcessEvent.MembersSeen seen) {
            return seen.count() == 0 ? "no member seen" : "members seen";
        }
        if (event instanceof ProcessEvent.StoreRefused refused) {
            return "store refused before "
                    + refused.awaited().stream().map(StateWords::of).collect(Collectors.joining(", "));
        }
        return event.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String changed(boolean changed) {
        return changed ? " with changes" : "";
    }

    private static String held(boolean held) {
        return held ? ", held" : "";
    }

    static String of(Effect effect) {
        if (effect instanceof Effect.Persist persist) {
            return persist.then().isEmpty()
                    ? "store"
                    : "store, then ("
                            + persist.then().stream().map(StateWords::of).collect(Collectors.joining(", ")) + ")";
        }
        if (effect instanceof Effect.SignalAll signal) {
            return signal.signal() == Signal.KILL ? "SIGKILL all" : "SIGTERM all";
        }
        if (effect instanceof Effect.Announce announce) {
            return "event " + announce.announcement().name().toLowerCase(Locale.ROOT);
        }
        if (effect instanceof Effect.Tell tell) {
            return "tell " + words(tell.outcome().getClass());
        }
        return words(effect.getClass());
    }

    /** DiscardLog is discard log. */
    private static String words(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=.)([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }
}
