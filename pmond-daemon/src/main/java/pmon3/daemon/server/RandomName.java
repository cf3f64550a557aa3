package pmon3.daemon.server;

import pmon3.ipc.ChannelLayout;

/** The names that clients choose, which nobody can foresee: digits of base 16, and a suffix that tells what has the name. */
final class RandomName {
    private RandomName() {}

    /** Whether it has that form; what else a stranger may have put there is not. */
    static boolean hasForm(String name, String suffix) {
        if (name.length() != ChannelLayout.NAME_DIGITS + suffix.length() || !name.endsWith(suffix)) {
            return false;
        }
        for (int i = 0; i < ChannelLayout.NAME_DIGITS; i++) {
            char c = name.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
