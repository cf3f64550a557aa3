package pmon3.cli.command;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code completion}: the script that teaches a shell to complete our command lines. */
final class CompletionCommand implements Command {
    @Override
    public String arguments() {
        return "bash|zsh|fish";
    }

    @Override
    public String details() {
        return "The script goes to stdout. It completes subcommands, flags, files, and names and ids of processes and groups.";
    }

    @Override
    public String[] examples() {
        return new String[] {
            "source <(pmon3 completion bash)",
            "pmon3 completion zsh > \"${fpath[1]}/_pmon3\"",
            "pmon3 completion fish > ~/.config/fish/completions/pmon3.fish"
        };
    }

    @Override
    public Completes[] completes() {
        return new Completes[] {Completes.SHELLS};
    }

    @Override
    public boolean hasJson() {
        return false;
    }

    @Override
    public void addFlags(CommandSpec spec) {
        // It has none.
    }

    @Override
    public int run(Invocation invocation, Session session) {
        List<String> words = invocation.typed().arguments();
        if (words.size() != 1) {
            throw new UsageException("completion needs one shell: bash, zsh or fish");
        }
        String script = switch (words.get(0)) {
            case "bash" -> CompletionScript.bash();
            case "zsh" -> CompletionScript.zsh();
            case "fish" -> CompletionScript.fish();
            default ->
                throw new UsageException(
                        "there is a completion for bash, zsh and fish, none for '" + words.get(0) + "'");
        };
        return Dispatcher.print(session, script);
    }
}
