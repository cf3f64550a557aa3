package pmon3.config;

import java.util.List;

/**
 * What a load gave.
 *
 * @param warnings one line each: unknown keys, numbers out of range, and which default was taken
 */
public record Loaded(Settings settings, List<String> warnings) {
    public Loaded {
        warnings = List.copyOf(warnings);
    }
}
