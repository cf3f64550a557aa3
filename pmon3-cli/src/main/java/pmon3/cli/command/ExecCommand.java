package pmon3.cli.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;
import picocli.CommandLine.Model.CommandSpec;
import pmon3.cli.client.Surroundings;
import pmon3.cli.client.UserPaths;
import pmon3.config.Words;
import pmon3.ipc.Request;
import pmon3.model.DefinitionChange;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** {@code exec}: a new process, or one of that name that is not running started again. */
final class ExecCommand implements Command {
    private static final String NAME = "--name";

    @Override
    public String arguments() {
        return "[program] [-- argument...]";
    }

    @Override
    public String details() {
        return "The program is kept alive from then on. What follows -- is passed to it word for word.";
    }

    @Override
    public String[] examples() {
        return new String[] {
            "pmon3 exec ./bin/server",
            "pmon3 exec /usr/bin/node --name web --user www -- server.js --port 8080",
            "pmon3 exec /usr/bin/node --name web --args 'server.js --port 8080' --env-vars NODE_ENV=prod",
            "pmon3 exec ./worker --dependencies web,queue --no-autorestart"
        };
    }

    @Override
    public Completes[] completes() {
        return new Completes[] {Completes.FILES};
    }

    @Override
    public void addFlags(CommandSpec spec) {
        DefinitionFlags.addShared(spec);
        DefinitionFlags.addGroups(spec);
        spec.addOption(Flags.text("NAME", "the process's name (default: the program's)", NAME));
    }

    @Override
    public int run(Invocation invocation, Session session) {
        List<String> words = invocation.typed().arguments();
        if (words.isEmpty() || words.get(0).isEmpty()) {
            throw new UsageException(invocation.word() + " needs a program");
        }
        UserPaths paths = new UserPaths(session.surroundings());
        Optional<String> args = argsOf(invocation, words);
        DefinitionChange change = DefinitionFlags.read(invocation.typed(), args, paths);
        String file = paths.absolute(words.get(0));
        if (isMissing(file)) {
            throw new PmonException(
                    ErrorCode.FAILED,
                    "command error: file argument error: " + file + " does not exist"
                            + hint(words.get(0), session.surroundings()));
        }
        return session.show(new Request.Exec(file, invocation.typed().name(NAME), change));
    }

    /** The words after the program, joined so that they are split into the same words again. */
    private static Optional<String> argsOf(Invocation invocation, List<String> words) {
        if (!invocation.typed().hasEndOfFlags()) {
            if (words.size() > 1) {
                throw new UsageException("the program's own arguments go after --, or into --args: " + words.get(1));
            }
            return Optional.empty();
        }
        if (invocation.typed().text(DefinitionFlags.ARGS).isPresent()) {
            throw new UsageException("arguments after -- and --args exclude each other");
        }
        return Optional.of(Words.join(words.subList(1, words.size())));
    }

    /** A program is a path, as with the Go program; whoever typed a name alone means what a shell would find. */
    private static String hint(String typed, Surroundings surroundings) {
        if (typed.contains("/")) {
            return "";
        }
        StringTokenizer folders = new StringTokenizer(surroundings.variable("PATH"), ":");
        while (folders.hasMoreTokens()) {
            String folder = folders.nextToken();
            File found = new File(folder, typed);
            if (folder.startsWith("/") && found.isFile() && found.canExecute()) {
                return "; did you mean " + found + "?";
            }
        }
        return "";
    }

    /** Only what this caller can see for certain; pmond's spawn decides. */
    private static boolean isMissing(String file) {
        return !new File(file).exists() && isMissing(Path.of(file));
    }

    private static boolean isMissing(Path file) {
        try {
            Files.readAttributes(file, BasicFileAttributes.class);
            return false;
        } catch (NoSuchFileException e) {
            return true;
        } catch (FileSystemException e) {
            return String.valueOf(e.getReason()).equals("Not a directory");
        } catch (IOException e) {
            return false;
        }
    }
}
