package pmon3.model;

import java.util.List;

/**
 * What a user wants kept alive: everything about a process that a person chooses. Texts are as typed and stored; args and
 * envVars are split into words only when the program starts.
 *
 * @param name unique, by the rules of {@link Names}, except for rows taken over from the Go program
 * @param file absolute path of the program, links not resolved
 * @param args the arguments as one text, split like a POSIX shell splits words
 * @param envVars {@code KEY=value} words, split the same way
 * @param username whom it runs as
 * @param log absolute path of its log; empty means the daemon's own {@code <logs.directory>/<name>.log}, resolved before
 *     it is stored
 * @param autoRestart whether it is kept alive
 * @param dependencies names of what must be started before it, in the order given
 */
public record ProcessDefinition(
        String name,
        String file,
        String args,
        String envVars,
        String username,
        String log,
        boolean autoRestart,
        List<String> dependencies) {
    public ProcessDefinition {
        dependencies = List.copyOf(dependencies);
    }

    /** How long its texts are in UTF-8: what it takes of memory and of the database, but for a constant. */
    public long textBytes() {
        long bytes = length(name) + length(file) + length(args) + length(envVars) + length(log);
        for (String dependency : dependencies) {
            bytes += length(dependency);
        }
        return bytes;
    }

    /** Without a copy of it: a surrogate is half of four bytes. */
    private static long length(String text) {
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return bytes;
    }
}
