package pmon3.cli.output;

import java.util.List;
import pmon3.screen.Escapes;

/**
 * Writes one JSON document, indented by two. The caller nests: each {@code begin} has its {@code end}. Whatever could harm
 * a terminal is written as an escape, which means the same to a reader of JSON.
 */
final class JsonWriter {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder text = new StringBuilder();
    private int depth;
    private boolean first = true;

    JsonWriter beginObject() {
        return begin('{');
    }

    JsonWriter endObject() {
        return end('}');
    }

    JsonWriter beginArray() {
        return begin('[');
    }

    JsonWriter endArray() {
        return end(']');
    }

    /** The next member of an object; its value follows. */
    JsonWriter name(String name) {
        element();
        quoted(name);
        text.append(": ");
        return this;
    }

    JsonWriter member(String name, String value) {
        name(name);
        quoted(value);
        return this;
    }

    JsonWriter member(String name, long value) {
        name(name);
        text.append(value);
        return this;
    }

    JsonWriter member(String name, boolean value) {
        name(name);
        text.append(value);
        return this;
    }

    /** A number or null, already as JSON spells it. */
    JsonWriter literal(String name, String json) {
        name(name);
        text.append(json);
        return this;
    }

    /** In one line. */
    JsonWriter member(String name, List<String> values) {
        name(name);
        text.append('[');
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "" : ", ");
            quoted(values.get(i));
        }
        text.append(']');
        return this;
    }

    /** Begins the next element of an array. */
    JsonWriter element() {
        if (depth > 0) {
            text.append(first ? "\n" : ",\n");
            indent();
        }
        first = false;
        return this;
    }

    private JsonWriter begin(char bracket) {
        text.append(bracket);
        depth++;
        first = true;
        return this;
    }

    private JsonWriter end(char bracket) {
        depth--;
        if (!first) {
            text.append('\n');
            indent();
        }
        first = false;
        text.append(bracket);
        return this;
    }

    private void indent() {
        for (int i = 0; i < depth; i++) {
            text.append("  ");
        }
    }

    private void quoted(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c == '\n') {
                text.append("\\n");
            } else if (c == '\t') {
                text.append("\\t");
            } else if (Escapes.isHarmful(value, i)) {
                escaped(c);
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    private void escaped(char c) {
        text.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            text.append(HEX.charAt(c >> shift & 15));
        }
    }

    @Override
    public String toString() {
        return text + "\n";
    }
}
