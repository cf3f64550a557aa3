package pmon3.system;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * All that one fixture's pmond has started, found by a variable in its environment; what overwrites its environment is
 * remembered while pmond lives. One thread.
 */
final class Offspring {
    static final String VARIABLE = "FIXTURE_TOKEN";
    private static final Duration ENDED = Duration.ofSeconds(30);

    private final String token = UUID.randomUUID().toString();
    private final Set<Proc> seen = new HashSet<>();

    /** The variable's value. */
    String token() {
        return token;
    }

    /** All that lives and has the variable; pmond itself too. */
    List<Proc> living() {
        return Proc.all().stream()
                .filter(proc -> !proc.isZombie() && proc.environment().contains(VARIABLE + "=" + token))
                .toList();
    }

    void remember(int pid) {
        Proc.of(pid).ifPresent(seen::add);
    }

    void rememberDescendants(int pmond) {
        seen.addAll(Proc.descendants(pmond));
    }

    /** Kills each by its pid, with its session. */
    void endAll() {
        seen.forEach(proc -> Proc.livingInSession(proc.pid()).forEach(Proc::kill));
        seen.forEach(Proc::kill);
        Await.until("the end of all that the test started", ENDED, () -> {
            List<Proc> left = living();
            left.forEach(Proc::kill);
            return left.isEmpty();
        });
    }

    /** Whether it was started under that name. */
    static boolean isNamed(Proc proc, String name) {
        return proc.words().stream().findFirst().equals(Optional.of(name));
    }
}
