package pmon3.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pmon3.model.PmonException;

class SettingKeyTest extends ConfigFixture {
    @ParameterizedTest
    @EnumSource(SettingKey.class)
    void everyKeyIsReadFromTheFileAndFromItsVariable(SettingKey key) {
        String value = otherThanDefault(key);
        Settings fromFile = load(nested(key.path(), value)).settings();
        environment.put(key.variable(), value);
        assertThat(load("").settings()).isEqualTo(fromFile);
        assertThat(fromFile).isNotEqualTo(DEFAULTS);
    }

    @ParameterizedTest
    @EnumSource(SettingKey.class)
    void theVariableWinsOverTheFile(SettingKey key) {
        String value = otherThanDefault(key);
        Settings expected = load(nested(key.path(), value)).settings();
        environment.put(key.variable(), value);
        String inFile = key.defaultText().isEmpty() ? value : key.defaultText();
        assertThat(load(nested(key.path(), inFile)).settings()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(SettingKey.class)
    void anEmptyValueAndAnEmptyVariableAreNotSet(SettingKey key) {
        environment.put(key.variable(), "");
        for (String nothing : new String[] {"", "~", "null", "\"\""}) {
            assertThat(load(nested(key.path(), nothing)).settings()).isEqualTo(DEFAULTS);
        }
    }

    @ParameterizedTest
    @EnumSource(SettingKey.class)
    void aListIsNoValue(SettingKey key) {
        assertThatThrownBy(() -> load(nested(key.path(), "[1]")))
                .isInstanceOf(PmonException.class)
                .hasMessageStartingWith(file() + ", line ")
                .hasMessageContaining(key.path());
    }

    @ParameterizedTest
    @EnumSource(SettingKey.class)
    void numbersOutOfRangeAreWarningsThatNameTheDefault(SettingKey key) {
        if (key.type() == SettingKey.Type.INTEGER) {
            for (long number : new long[] {key.min() - 1L, key.max() + 1L, Long.MAX_VALUE}) {
                Loaded loaded = load("# one line\n" + nested(key.path(), Long.toString(number)));
                assertThat(loaded.settings()).isEqualTo(DEFAULTS);
                assertThat(loaded.warnings())
                        .singleElement()
                        .asString()
                        .startsWith(file() + ", line ")
                        .contains(key.path(), number + " is not from " + key.min() + " to " + key.max())
                        .endsWith(key.defaultText() + " is taken");
            }
            assertThat(load(nested(key.path(), Integer.toString(key.min()))).warnings())
                    .isEmpty();
            assertThat(load(nested(key.path(), Integer.toString(key.max()))).warnings())
                    .isEmpty();
        }
    }

    /** The guide's, and behind them those that are new or that it leaves out. */
    @Test
    void theGuidesListOfVariablesIsTheirs() {
        assertThat(Stream.of(SettingKey.values()).map(SettingKey::variable))
                .containsExactlyInAnyOrderElementsOf(Stream.of("""
                        LOGLEVEL HANDLEINTERRUPTS PROCESSMONITORINTERVAL INITIALIZATIONPERIOD PROCESSCONFIGFILE
                        WAIT_CMDEXECRESPONSE WAIT_IPCCONNECTION WAIT_DEPENDENTPROCESSENQUEUED
                        PERMISSIONS_USER PERMISSIONS_GROUP PERMISSIONS_DIRECTORYMODE PERMISSIONS_FILEMODE
                        LOGS_DIRECTORY LOGS_USER LOGS_GROUP LOGS_DIRECTORYMODE LOGS_FILEMODE
                        DATA_DIRECTORY DATA_USER DATA_GROUP DATA_DIRECTORYMODE DATA_FILEMODE
                        MESSAGEQUEUE_DIRECTORY_SHMEM MESSAGEQUEUE_DIRECTORY_POSIXMQ MESSAGEQUEUE_NAMESUFFIX
                        MESSAGEQUEUE_USER MESSAGEQUEUE_GROUP MESSAGEQUEUE_DIRECTORYMODE MESSAGEQUEUE_FILEMODE
                        EVENTHANDLER_PROCESSRESTART EVENTHANDLER_PROCESSFAILURE
                        FLAPDETECTION_ISENABLED FLAPDETECTION_THRESHOLDRESTARTED FLAPDETECTION_THRESHOLDCOUNTDOWN
                        FLAPDETECTION_THRESHOLDDECREMENT
                        DISABLERELOADS EVENTHANDLER_PROCESSBACKOFF EVENTHANDLER_TIMEOUT STOPTIMEOUT
                        MESSAGEQUEUE_TRANSPORT MESSAGEQUEUE_TCP_ADDRESS MESSAGEQUEUE_TCP_PORT
                        MESSAGEQUEUE_TCP_TOKENFILE MESSAGEQUEUE_TCP_CERTIFICATE MESSAGEQUEUE_TCP_PRIVATEKEY
                        MESSAGEQUEUE_TCP_AUTHORITY
                        """.strip().split("\\s+"))
                        .map(name -> "CONFIGOR_" + name)
                        .toList());
    }

    private static String otherThanDefault(SettingKey key) {
        return switch (key.type()) {
            case TEXT, FILE_NAME -> "other";
            case PATH -> "/other";
            case BOOLEAN -> key.defaultText().equals("true") ? "false" : "true";
            case INTEGER -> Integer.toString(Integer.parseInt(key.defaultText()) + 1);
            case MODE -> "0711";
            case LEVEL -> "error";
            case TRANSPORTS -> "unix";
        };
    }

    private static String nested(String path, String value) {
        StringBuilder text = new StringBuilder();
        String indent = "";
        String rest = path;
        while (rest.indexOf('.') >= 0) {
            text.append(indent).append(rest, 0, rest.indexOf('.')).append(":\n");
            indent += "  ";
            rest = rest.substring(rest.indexOf('.') + 1);
        }
        return text.append(indent)
                .append(rest)
                .append(": ")
                .append(value)
                .append('\n')
                .toString();
    }
}
