package pmon3.config;

/**
 * Every key of config.yml, in the file's order: the one list from which files and variables are read, and documents
 * generated.
 */
public enum SettingKey {
    LOG_LEVEL("log_level", Type.LEVEL, "info", "how much pmond and pmon3 say: debug, info, warn or error"),
    HANDLE_INTERRUPTS("handle_interrupts", Type.BOOLEAN, "true", "stop all processes when pmond ends"),
    DISABLE_RELOADS("disable_reloads", Type.BOOLEAN, "false", "do not look at this file again before each command"),
    PROCESS_MONITOR_INTERVAL(
            "process_monitor_interval", 500, 1, Limits.DAY_MS, "milliseconds between looks at what time decides"),
    INITIALIZATION_PERIOD(
            "initialization_period", 30, 5, Limits.DAY_S, "seconds after pmond's start in which no event scripts run"),
    PROCESS_CONFIG_FILE(
            "process_config_file", Type.PATH, "", "list of processes to keep alive: a json, yaml or toml file"),
    STOP_TIMEOUT("stop_timeout", 10_000, 0, Limits.DAY_MS, "milliseconds from SIGTERM to SIGKILL"),

    WAIT_CMD_EXEC_RESPONSE(
            "wait.cmd_exec_response",
            1500,
            0,
            10_000,
            "milliseconds that a command waits at most until all has settled"),
    WAIT_IPC_CONNECTION("wait.ipc_connection", 0, 0, 5000, "milliseconds between connecting to pmond and asking it"),
    WAIT_DEPENDENT_PROCESS_ENQUEUED(
            "wait.dependent_process_enqueued",
            1000,
            0,
            20_000,
            "milliseconds from a start to the start of what depends on it"),

    PERMISSIONS_USER("permissions.user", Type.TEXT, "", "owner, where the sections below name none"),
    PERMISSIONS_GROUP("permissions.group", Type.TEXT, "", "group, where the sections below name none"),
    PERMISSIONS_DIRECTORY_MODE("permissions.directory_mode", Type.MODE, "", "mode of directories, likewise"),
    PERMISSIONS_FILE_MODE("permissions.file_mode", Type.MODE, "", "mode of files, likewise"),

    LOGS_DIRECTORY("logs.directory", Type.PATH, "/var/log/pmond", "where pmond keeps the logs"),
    LOGS_USER("logs.user", Type.TEXT, "", "owner of the log directory"),
    LOGS_GROUP("logs.group", Type.TEXT, "", "group of the log directory and the logs"),
    LOGS_DIRECTORY_MODE("logs.directory_mode", Type.MODE, "0775", "mode of the log directory"),
    LOGS_FILE_MODE("logs.file_mode", Type.MODE, "0660", "mode of new logs"),

    DATA_DIRECTORY("data.directory", Type.PATH, "/etc/pmon3/data", "where the database data.db is"),
    DATA_USER("data.user", Type.TEXT, "", "user who may read the database"),
    DATA_GROUP("data.group", Type.TEXT, "", "group that may read the database"),
    DATA_DIRECTORY_MODE("data.directory_mode", Type.MODE, "0770", "mode of the data directory"),
    DATA_FILE_MODE("data.file_mode", Type.MODE, "0660", "mode of the database"),

    MESSAGE_QUEUE_TRANSPORT(
            "message_queue.transport",
            Type.TRANSPORTS,
            "shmem",
            "how pmon3 and pmond talk: shmem, unix, posix_mq, tcp; several in a list"),
    MESSAGE_QUEUE_DIRECTORY_SHMEM(
            "message_queue.directory.shmem", Type.PATH, "/dev/shm/", "a memory file system for the channel"),
    MESSAGE_QUEUE_DIRECTORY_POSIX_MQ(
            "message_queue.directory.posix_mq", Type.PATH, "/dev/mqueue/", "where POSIX message queues are mounted"),
    MESSAGE_QUEUE_TCP_ADDRESS(
            "message_queue.tcp.address",
            Type.TEXT,
            "127.0.0.1",
            "where tcp is served; anything but a number of loopback and localhost needs the certificate and key below"),
    MESSAGE_QUEUE_TCP_PORT("message_queue.tcp.port", 7637, 1, 65_535, "the port of tcp"),
    MESSAGE_QUEUE_TCP_TOKEN_FILE(
            "message_queue.tcp.token_file",
            Type.PATH,
            "/etc/pmon3/config/tokens",
            "lines of a user and that user's token for tcp; readable by pmond's user alone"),
    MESSAGE_QUEUE_TCP_CERTIFICATE(
            "message_queue.tcp.certificate", Type.PATH, "", "pmond's certificate for tcp, in PEM"),
    MESSAGE_QUEUE_TCP_PRIVATE_KEY(
            "message_queue.tcp.private_key",
            Type.PATH,
            "",
            "the certificate's private key, in PEM (PKCS #8); readable by pmond's user alone"),
    MESSAGE_QUEUE_TCP_AUTHORITY(
            "message_queue.tcp.authority",
            Type.PATH,
            "",
            "certificates, in PEM, by which pmon3 knows pmond's; Java's own list if empty"),
    MESSAGE_QUEUE_NAME_SUFFIX(
            "message_queue.name_suffix", Type.FILE_NAME, "", "tells the channels of several pmonds apart"),
    MESSAGE_QUEUE_USER("message_queue.user", Type.TEXT, "", "one more user who may act on all processes"),
    MESSAGE_QUEUE_GROUP("message_queue.group", Type.TEXT, "", "group whose members may act on all processes"),
    MESSAGE_QUEUE_DIRECTORY_MODE(
            "message_queue.directory_mode", Type.MODE, "0775", "accepted; the channel's directory is always pmond's"),
    MESSAGE_QUEUE_FILE_MODE("message_queue.file_mode", Type.MODE, "0666", "its write bits say who may talk to pmond"),

    EVENT_PROCESS_RESTART("event_handling.process_restart", Type.TEXT, "", "script run when a process is restarted"),
    EVENT_PROCESS_FAILURE("event_handling.process_failure", Type.TEXT, "", "script run when a process failed for good"),
    EVENT_PROCESS_BACKOFF("event_handling.process_backoff", Type.TEXT, "", "script run when a process backs off"),
    EVENT_TIMEOUT("event_handling.timeout", 30_000, 1, Limits.DAY_MS, "milliseconds that a script may run"),

    FLAP_IS_ENABLED(
            "flap_detection.is_enabled", Type.BOOLEAN, "false", "hold back processes that restart all the time"),
    FLAP_THRESHOLD_RESTARTED(
            "flap_detection.threshold_restarted", 5, 1, Limits.COUNT, "restarts that begin the countdown"),
    FLAP_THRESHOLD_COUNTDOWN(
            "flap_detection.threshold_countdown", 120, 1, Limits.COUNT, "monitor intervals that the countdown lasts"),
    FLAP_THRESHOLD_DECREMENT(
            "flap_detection.threshold_decrement",
            60,
            0,
            Limits.COUNT,
            "monitor intervals after which one more start is allowed; 0 for never");

    /** What a key's value may be. */
    public enum Type {
        TEXT,
        /** A path; one that is not absolute is taken from the working directory, with a warning. */
        PATH,
        /** A part of a file name. */
        FILE_NAME,
        BOOLEAN,
        /** A whole number in a range. */
        INTEGER,
        /** Permission bits in octal, 0 to 07777. */
        MODE,
        /** One of debug, info, warn, error. */
        LEVEL,
        /** Ways to talk: a list, or words separated by commas. */
        TRANSPORTS
    }

    /** Ranges that no document gives: wide, and safe to multiply. */
    private static final class Limits {
        static final int DAY_S = 86_400;
        static final int DAY_MS = 86_400_000;
        static final int COUNT = 1_000_000;
    }

    /** What every variable's name begins with. */
    public static final String VARIABLE_PREFIX = "CONFIGOR_";

    /** The highest permission bits. */
    public static final int MAX_MODE = 07777;

    private static final SettingKey[] KEYS = values();

    private final String path;
    private final String variable;
    private final Type type;
    private final String defaultText;
    private final int min;
    private final int max;
    private final String purpose;

    SettingKey(String path, Type type, String defaultText, String purpose) {
        this(path, type, defaultText, 0, type == Type.MODE ? MAX_MODE : 0, purpose);
    }

    SettingKey(String path, int defaultNumber, int min, int max, String purpose) {
        this(path, Type.INTEGER, Integer.toString(defaultNumber), min, max, purpose);
    }

    SettingKey(String path, Type type, String defaultText, int min, int max, String purpose) {
        this.path = path;
        this.variable = variableOf(path);
        this.type = type;
        this.defaultText = defaultText;
        this.min = min;
        this.max = max;
        this.purpose = purpose;
    }

    /** The Go program's field names, upper case: no underscores within a level, one between levels. */
    private static String variableOf(String path) {
        StringBuilder name = new StringBuilder(VARIABLE_PREFIX);
        String fields = path;
        if (path.startsWith("event_handling.")) {
            name.append("EVENTHANDLER");
            fields = path.substring("event_handling".length());
        }
        for (int i = 0; i < fields.length(); i++) {
            char c = fields.charAt(i);
            if (c == '.') {
                name.append('_');
            } else if (c != '_') {
                name.append((char) (c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c));
            }
        }
        return name.toString();
    }

    /** The key in the file, its sections joined by dots. */
    public String path() {
        return path;
    }

    /** The environment variable that wins over the file. */
    public String variable() {
        return variable;
    }

    public Type type() {
        return type;
    }

    /**
     * The default as the file would spell it; empty where nothing is set by default, and for {@link #PROCESS_CONFIG_FILE},
     * whose default is a matter of {@link ConfigPaths}. Those paths also replace the defaults of {@link #LOGS_DIRECTORY},
     * {@link #DATA_DIRECTORY} and {@link #MESSAGE_QUEUE_TCP_TOKEN_FILE} for a pmond that is not root's.
     */
    public String defaultText() {
        return defaultText;
    }

    /** The lowest number (INTEGER and MODE). */
    public int min() {
        return min;
    }

    /** The highest number (INTEGER and MODE). */
    public int max() {
        return max;
    }

    /** What it is for, half a sentence, with the unit of a number. */
    public String purpose() {
        return purpose;
    }

    /** The key with that path, or null: within this package only. */
    static SettingKey ofPath(String path) {
        for (SettingKey key : KEYS) {
            if (key.path.equals(path)) {
                return key;
            }
        }
        return null;
    }

    /** Whether some key lies below that path. */
    static boolean isSection(String path) {
        for (SettingKey key : KEYS) {
            if (key.path.length() > path.length()
                    && key.path.charAt(path.length()) == '.'
                    && key.path.startsWith(path)) {
                return true;
            }
        }
        return false;
    }

    /** The key with that variable, or null: within this package only. */
    static SettingKey ofVariable(String name) {
        for (SettingKey key : KEYS) {
            if (key.variable.equals(name)) {
                return key;
            }
        }
        return null;
    }

    static int count() {
        return KEYS.length;
    }
}
