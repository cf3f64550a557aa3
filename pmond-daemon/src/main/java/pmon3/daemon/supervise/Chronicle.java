package pmon3.daemon.supervise;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.daemon.kernel.OnBehalf;

/** What a person would ask about after an incident: what ended how, what was started, what was not and why. */
final class Chronicle {
    private static final Logger LOG = LoggerFactory.getLogger("pmond.supervisor");

    private Chronicle() {}

    static void tell(ManagedProcess before, ProcessEvent event, ManagedProcess after) {
        about(after, () -> write(before, event, after));
    }

    private static void write(ManagedProcess before, ProcessEvent event, ManagedProcess after) {
        if (event instanceof ProcessEvent.Exited ended) {
            LOG.info(
                    "{} pid {} ended: {}",
                    who(after),
                    before.instance().pid(),
                    ended.exit().text());
        } else if (event instanceof ProcessEvent.SpawnFailed failed && before.goal() == Goal.RETRY) {
            LOG.warn("{} could not be started: {}", who(after), failed.reason());
        }
        if (before.phase() != after.phase()) {
            tellPhase(before, after);
        } else if (after.stuck() && !before.remark().equals(after.remark())) {
            LOG.error("{}{} {}", who(after), pid(after), after.remark());
        }
    }

    private static void tellPhase(ManagedProcess before, ManagedProcess after) {
        switch (after.phase()) {
            case RUNNING ->
                LOG.info("{} runs as pid {}", who(after), after.instance().pid());
            case STOPPED, CLOSED ->
                LOG.info("{} is {}", who(after), after.phase().status().word());
            case FAILED ->
                LOG.warn(
                        "{} has failed and is not started again: {}",
                        who(after),
                        after.definition().autoRestart() ? after.remark() : "no-autorestart is set");
            case WAITING ->
                LOG.warn(
                        "{} is down and is started again when 5 s have passed since its last start{}{}",
                        who(after),
                        after.remark().isEmpty() ? "" : "; ",
                        after.remark());
            case BACKOFF ->
                LOG.warn(
                        "{} flaps: no restart for {} monitor intervals",
                        who(after),
                        after.counts().countdown());
            case GONE -> LOG.info("{} is deleted", who(after));
            case KILLING -> LOG.info("{} gets SIGKILL (was {})", who(after), before.phase());
            case STOPPING -> LOG.info("{} gets SIGTERM", who(after));
            case QUEUED, SPAWNING, RELEASING, STARTING, ENDING, HOLDING ->
                LOG.debug("{} {} -> {}", who(after), before.phase(), after.phase());
        }
    }

    static void kept(ManagedProcess process) {
        about(
                process,
                () -> LOG.warn(
                        "{} is started though the database does not store: its identity is kept in memory",
                        who(process)));
    }

    static void notStored(ManagedProcess process, String reason) {
        about(process, () -> LOG.error("{} could not be stored, and is tried again: {}", who(process), reason));
    }

    /** @param more times that a commit failed and nothing was said */
    static void stillNotStored(String reason, long more) {
        LOG.error("the database still does not store, after {} more attempts: {}", more, reason);
    }

    static void storedAgain(long more) {
        LOG.warn("the database stores again, and holds all, after {} more attempts", more);
    }

    static void broken(ManagedProcess process, Effect effect, RuntimeException failure) {
        about(process, () -> LOG.error("{}: {} failed", who(process), effect, failure));
    }

    /** Its owner's budget of log lines pays. */
    private static void about(ManagedProcess process, Runnable telling) {
        OnBehalf.run(process.owner().uid(), telling);
    }

    /** Nothing while only its helper lives. */
    private static String pid(ManagedProcess process) {
        return process.instance()
                .identity()
                .map(identity -> " pid " + identity.pid())
                .orElse("");
    }

    private static String who(ManagedProcess process) {
        return LogText.printable(process.name()) + " (" + process.id() + ")";
    }
}
