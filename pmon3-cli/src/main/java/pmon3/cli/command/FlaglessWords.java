package pmon3.cli.command;

import java.util.List;
import java.util.Optional;

/** What most command lines are: no word begins with {@code -}, so that there is nothing to parse. */
record FlaglessWords(List<String> arguments) implements Typed {
    /** Null if the words need the parser; they mean the same to it where they do not. */
    static FlaglessWords of(String[] words) {
        for (String word : words) {
            if (word.startsWith("-")) {
                return null;
            }
        }
        return new FlaglessWords(List.of(words));
    }

    @Override
    public boolean hasEndOfFlags() {
        return false;
    }

    @Override
    public boolean isHelpWanted() {
        return false;
    }

    @Override
    public Optional<Boolean> onOff(String flag) {
        return Optional.empty();
    }

    @Override
    public Optional<String> text(String flag) {
        return Optional.empty();
    }

    @Override
    public Optional<List<String>> list(String flag) {
        return Optional.empty();
    }
}
