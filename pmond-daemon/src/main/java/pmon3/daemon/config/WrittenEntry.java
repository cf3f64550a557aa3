package pmon3.daemon.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pmon3.config.EnvironmentWords;
import pmon3.config.Words;
import pmon3.model.PmonException;
import pmon3.model.ProcessDefinition;

/**
 * One process as an export writes it.
 *
 * @param groups names, or ids where a name could not be read back
 */
public record WrittenEntry(ProcessDefinition definition, List<String> groups) {
    public WrittenEntry {
        groups = List.copyOf(groups);
    }

    /** A key in snake_case with one text, {@code true} or {@code false}, or a list. */
    record Field(String key, Kind kind, List<String> texts) {
        private enum Kind {
            TEXT,
            FLAG,
            LIST
        }

        boolean isList() {
            return kind == Kind.LIST;
        }

        boolean isFlag() {
            return kind == Kind.FLAG;
        }
    }

    /** In the Go program's order; env_vars and the lists only if there is something in them. */
    List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        text(fields, "file", definition.file());
        text(fields, "user", definition.username());
        text(fields, "log", definition.log());
        text(fields, "args", readable(definition.args()));
        String environment = readableEnvironment(definition.envVars());
        if (!environment.isEmpty()) {
            text(fields, "env_vars", environment);
        }
        text(fields, "name", definition.name());
        list(fields, "dependencies", definition.dependencies());
        list(fields, "groups", groups);
        fields.add(new Field("no_auto_restart", Field.Kind.FLAG, List.of(Boolean.toString(!definition.autoRestart()))));
        return fields;
    }

    private static void text(List<Field> fields, String key, String text) {
        fields.add(new Field(key, Field.Kind.TEXT, List.of(text)));
    }

    private static void list(List<Field> fields, String key, List<String> texts) {
        if (!texts.isEmpty()) {
            fields.add(new Field(key, Field.Kind.LIST, texts));
        }
    }

    /** A text of the Go program's whose quotes are unbalanced could not be read back: the words that it means can. */
    private static String readable(String args) {
        try {
            Words.split("args", args);
            return args;
        } catch (PmonException unbalanced) {
            return Words.join(Words.splitStored("args", args).words());
        }
    }

    private static String readableEnvironment(String envVars) {
        try {
            EnvironmentWords.parse(envVars);
            return envVars;
        } catch (PmonException odd) {
            Map<String, String> variables =
                    new LinkedHashMap<>(EnvironmentWords.parseStored(envVars).variables());
            List<String> words = new ArrayList<>();
            variables.forEach((name, value) -> words.add(name + "=" + value));
            return Words.join(words);
        }
    }
}
