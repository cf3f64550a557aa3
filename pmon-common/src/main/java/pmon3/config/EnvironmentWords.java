package pmon3.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** env-vars: words of the form {@code KEY=value}. Of a key given twice the last value counts. */
public final class EnvironmentWords {
    private static final String WHAT = "env-vars";

    private EnvironmentWords() {}

    /** Variables in the order given, and a line to warn with if some of the text could not be understood. */
    public record Stored(Map<String, String> variables, Optional<String> warning) {
        public Stored {
            variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        }
    }

    /**
     * Splits by the rules of {@link Words}.
     *
     * @return unmodifiable, in the order given
     * @throws PmonException (FAILED) for unbalanced quotes, and for a word without a key
     */
    public static Map<String, String> parse(String text) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String word : Words.split(WHAT, text)) {
            if (!put(word, variables)) {
                throw new PmonException(
                        ErrorCode.FAILED,
                        WHAT + ": '" + BadConfiguration.oneLine(word) + "' is not of the form KEY=value");
            }
        }
        return Collections.unmodifiableMap(variables);
    }

    /** As {@link Words#splitStored}; words without a key are left out, with a warning. */
    public static Stored parseStored(String text) {
        Words.Split split = Words.splitStored(WHAT, text);
        Map<String, String> variables = new LinkedHashMap<>();
        List<String> warnings = new ArrayList<>();
        if (split.warning().isPresent()) {
            warnings.add(split.warning().get());
        }
        for (String word : split.words()) {
            if (!put(word, variables) && !word.isEmpty()) {
                warnings.add(
                        WHAT + ": '" + BadConfiguration.oneLine(word) + "' is not of the form KEY=value, left out");
            }
        }
        return new Stored(variables, warnings.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", warnings)));
    }

    private static boolean put(String word, Map<String, String> variables) {
        int equals = word.indexOf('=');
        if (equals <= 0) {
            return false;
        }
        variables.put(word.substring(0, equals), word.substring(equals + 1));
        return true;
    }
}
