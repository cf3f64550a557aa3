package pmon3.daemon.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import pmon3.config.BadConfiguration;
import pmon3.config.ConfigNode;
import pmon3.model.PmonException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.toml.TomlFactory;

/** JSON and TOML to {@link ConfigNode}, by Jackson's tokens. Of TOML the tokens have no lines. */
final class TokenReader {
    /** Lists and mappings in one another, at most. */
    static final int MAX_DEPTH = 64;

    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxStringLength(ProcessConfigFile.MAX_FILE_BYTES)
            .build();

    private final String file;
    private final JsonParser tokens;

    private TokenReader(String file, JsonParser tokens) {
        this.file = file;
        this.tokens = tokens;
    }

    /** @throws PmonException (BAD_CONFIGURATION) naming file and line */
    static ConfigNode json(String file, String text) {
        return read(
                file, text, JsonFactory.builder().streamReadConstraints(LIMITS).build(), "JSON");
    }

    /** @throws PmonException (BAD_CONFIGURATION) naming file and line */
    static ConfigNode toml(String file, String text) {
        TomlFactory factory =
                TomlFactory.builder().streamReadConstraints(LIMITS).build();
        return TomlLines.attach(read(file, text, factory, "TOML"), text);
    }

    private static ConfigNode read(String file, String text, TokenStreamFactory factory, String format) {
        try (JsonParser tokens = factory.createParser(ObjectReadContext.empty(), text)) {
            return new TokenReader(file, tokens).document();
        } catch (JacksonException e) {
            String what = "not " + format + ": " + BadConfiguration.oneLine(withoutPlace(e.getOriginalMessage()));
            throw BadConfiguration.at(file, lineOf(e.getLocation()), what, e);
        }
    }

    /** Jackson says where it stood in its own words; file and line are told by ours. */
    private static String withoutPlace(String message) {
        String text = message;
        for (String place : List.of(" (start marker", " at [Source", "\n at [Source")) {
            int at = text.indexOf(place);
            text = at < 0 ? text : text.substring(0, at);
        }
        return text;
    }

    private ConfigNode document() {
        tokens.nextToken();
        ConfigNode root = node(0);
        if (tokens.nextToken() != null) {
            throw BadConfiguration.at(file, line(), "something follows the end");
        }
        return root;
    }

    private ConfigNode node(int depth) {
        JsonToken token = tokens.currentToken();
        int line = line();
        if (token == null) {
            throw BadConfiguration.at(file, line, "ends too early");
        }
        if (depth > MAX_DEPTH) {
            throw BadConfiguration.at(file, line, "nested more than " + MAX_DEPTH + " deep");
        }
        return switch (token) {
            case START_OBJECT -> mapping(line, depth);
            case START_ARRAY -> sequence(line, depth);
            case VALUE_STRING -> new ConfigNode.Scalar(tokens.getString(), ConfigNode.Kind.TEXT, line);
            case VALUE_NULL, VALUE_TRUE, VALUE_FALSE, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_EMBEDDED_OBJECT ->
                new ConfigNode.Scalar(tokens.getString(), ConfigNode.Kind.LITERAL, line);
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, NOT_AVAILABLE ->
                throw BadConfiguration.at(
                        file, line, "unexpected " + token.name().toLowerCase(Locale.ROOT));
        };
    }

    private ConfigNode mapping(int line, int depth) {
        Map<String, ConfigNode.Entry> entries = new LinkedHashMap<>();
        while (tokens.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = tokens.currentName();
            int keyLine = line();
            tokens.nextToken();
            if (entries.put(key, new ConfigNode.Entry(key, node(depth + 1), keyLine)) != null) {
                throw BadConfiguration.at(file, keyLine, BadConfiguration.oneLine(key) + ": the key stands here twice");
            }
        }
        return new ConfigNode.Mapping(entries, line);
    }

    private ConfigNode sequence(int line, int depth) {
        List<ConfigNode> items = new ArrayList<>();
        while (tokens.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(depth + 1));
        }
        return new ConfigNode.Sequence(items, line);
    }

    private int line() {
        return lineOf(tokens.currentTokenLocation());
    }

    private static int lineOf(TokenStreamLocation location) {
        return location == null ? 0 : Math.max(0, location.getLineNr());
    }
}
