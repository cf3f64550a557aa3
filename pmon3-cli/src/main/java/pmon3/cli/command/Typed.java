package pmon3.cli.command;

import java.util.List;
import java.util.Optional;

/** The words after a command, told apart into flags and arguments. Flags are named by their long name. */
public interface Typed {
    /** The words that are neither flags nor their values, those after {@code --} included. */
    List<String> arguments();

    /** Whether {@code --} was typed: all after it are arguments. */
    boolean hasEndOfFlags();

    boolean isHelpWanted();

    /** Empty if the flag was not typed, else whether it switches on or ({@code =false}) off. */
    Optional<Boolean> onOff(String flag);

    Optional<String> text(String flag);

    /** The same for a name, which cannot be empty: an empty one counts as not typed. */
    default Optional<String> name(String flag) {
        Optional<String> name = text(flag);
        return name.isPresent() && name.get().isEmpty() ? Optional.empty() : name;
    }

    /** All parts of all comma lists; present and empty if only empty ones were typed. */
    Optional<List<String>> list(String flag);

    default boolean isOn(String flag) {
        return onOff(flag).orElse(false);
    }
}
