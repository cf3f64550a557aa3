package pmon3.model;

import java.util.List;

/**
 * What {@code desc} shows. Texts that are empty are left out; numbers are always shown.
 *
 * @param envVars empty where the caller may not see it
 * @param uptimeMs milliseconds since the running program started; -1 when nothing lives
 * @param exit how it last ended, for people; empty if it never did
 * @param exitAtEpochMs when, milliseconds; -1 if it never did or nobody knows
 * @param remark what a person should know about its state (why a start failed, what survives SIGKILL, when the next start
 *     is due); empty if nothing
 */
public record ProcessDetails(
        ProcessRow row,
        String file,
        String args,
        String envVars,
        String log,
        boolean noAutorestart,
        List<String> dependencies,
        List<String> groups,
        long createdAtEpochMs,
        long uptimeMs,
        String exit,
        long exitAtEpochMs,
        String remark) {
    public ProcessDetails {
        dependencies = List.copyOf(dependencies);
        groups = List.copyOf(groups);
    }
}
