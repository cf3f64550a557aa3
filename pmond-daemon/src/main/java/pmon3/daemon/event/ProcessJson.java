package pmon3.daemon.event;

import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import pmon3.daemon.store.StoredGroup;
import pmon3.daemon.supervise.Announcement;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.model.ProcessDefinition;
import pmon3.model.ProcessStatus;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A process as scripts are told of it: the keys, their order and their types are the Go program's, whose groups carry
 * empty columns of its object mapper besides their own. One line; what needs escapes in JSON has them.
 */
final class ProcessJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    /** RFC 3339 as Go writes it: no more digits than there are. */
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendLiteral('Z')
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private ProcessJson() {}

    /** What everybody can see has no env_vars. */
    static EventScript.Told told(Announcement announcement, ManagedProcess process, List<StoredGroup> groups) {
        return new EventScript.Told(
                of(announcement, process, "", groups),
                of(announcement, process, process.definition().envVars(), groups));
    }

    private static String of(
            Announcement announcement, ManagedProcess process, String envVars, List<StoredGroup> groups) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            definition(json, process, envVars);
            groups(json, groups);
            json.writeNumberProperty("status", status(announcement).code());
            json.writeNumberProperty("id", process.id());
            json.writeNumberProperty("pid", process.lastPid());
            json.writeNumberProperty(
                    "uid", Integer.toUnsignedLong(process.owner().uid()));
            json.writeNumberProperty(
                    "gid", Integer.toUnsignedLong(process.owner().gid()));
            json.writeBooleanProperty("auto_restart", process.definition().autoRestart());
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void definition(JsonGenerator json, ManagedProcess process, String envVars) {
        ProcessDefinition definition = process.definition();
        json.writeStringProperty("created_at", time(process.createdAt()));
        json.writeStringProperty("updated_at", time(process.updatedAt()));
        json.writeStringProperty("log", definition.log());
        json.writeStringProperty("name", definition.name());
        json.writeStringProperty("process_file", definition.file());
        json.writeStringProperty("args", definition.args());
        json.writeStringProperty("env_vars", envVars);
        json.writeStringProperty("username", definition.username());
        json.writeStringProperty("memory_usage", "");
        json.writeStringProperty("cpu_usage", "");
        json.writeStringProperty("dependencies", String.join(" ", definition.dependencies()));
    }

    private static void groups(JsonGenerator json, List<StoredGroup> groups) {
        json.writeArrayPropertyStart("Groups");
        for (StoredGroup group : groups) {
            json.writeStartObject();
            json.writeNumberProperty("ID", 0);
            json.writeStringProperty("CreatedAt", time(group.createdAt()));
            json.writeStringProperty("UpdatedAt", time(group.updatedAt()));
            json.writeNullProperty("DeletedAt");
            json.writeStringProperty("name", group.name());
            json.writeNullProperty("Processes");
            json.writeNumberProperty("id", group.id());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** What ended was running; the Go program tells of it before it stores anything else. */
    private static ProcessStatus status(Announcement announcement) {
        return switch (announcement) {
            case PROCESS_RESTART -> ProcessStatus.RUNNING;
            case PROCESS_FAILURE -> ProcessStatus.FAILED;
            case PROCESS_BACKOFF -> ProcessStatus.BACKOFF;
        };
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }
}
