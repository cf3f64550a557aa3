package pmon3.config;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pmon3.model.PmonException;

/**
 * The settings in force, looked at again before each command: the file is read again only when its stamp has changed, and
 * as long as it is wrong the settings before stay. Any thread may ask, except those that may never wait for a file system;
 * only one looks at a time.
 */
public final class SettingsSource {
    private final ConfigPaths paths;
    private final Map<String, String> environment;
    private final boolean rootOnly;

    private volatile Settings settings;
    private FileStamp stamp;
    private boolean settled;
    private List<String> warnings = List.of();
    private Optional<String> problem = Optional.empty();

    private SettingsSource(ConfigPaths paths, Map<String, String> environment, boolean rootOnly) {
        this.paths = paths;
        this.environment = Map.copyOf(environment);
        this.rootOnly = rootOnly;
    }

    /** A source, and the warnings of its first load. */
    public record Opened(SettingsSource source, List<String> warnings) {
        public Opened {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Loads for the first time.
     *
     * @param rootOnly whether a file that others than root can write is refused: for a pmond run by root
     * @throws PmonException (BAD_CONFIGURATION) in one line: there are no settings to start with
     */
    public static Opened open(ConfigPaths paths, Map<String, String> environment, boolean rootOnly) {
        SettingsSource source = new SettingsSource(paths, environment, rootOnly);
        source.warnings = source.load().warnings();
        return new Opened(source, source.warnings);
    }

    /** The settings in force, without a look at the file. */
    public Settings settings() {
        return settings;
    }

    /** Looks at the file, unless {@code disable_reloads} says not to. Never throws for what is wrong with the file. */
    public synchronized Reload look() {
        return settings.disableReloads() ? unchanged() : reload();
    }

    /** Looks at the file whatever {@code disable_reloads} says: for a reload that somebody asked for. */
    public synchronized Reload reload() {
        try {
            FileStamp now = FileStamp.of(paths.configFile());
            if (settled && now.equals(stamp)) {
                return unchanged();
            }
            return tryLoad();
        } catch (IOException e) {
            settled = false;
            problem = Optional.of(ConfigText.unreadable(paths.configFile(), e).getMessage());
            return unchanged();
        }
    }

    private Reload unchanged() {
        return new Reload(settings, false, List.of(), problem);
    }

    private Reload tryLoad() {
        Settings before = settings;
        try {
            Loaded loaded = load();
            List<String> news = loaded.warnings().equals(warnings) ? List.of() : loaded.warnings();
            warnings = loaded.warnings();
            return new Reload(settings, !settings.equals(before), news, problem);
        } catch (PmonException e) {
            problem = Optional.of(e.getMessage());
            return unchanged();
        }
    }

    private Loaded load() {
        readStamp();
        Loaded loaded = SettingsLoader.load(paths, environment, rootOnly);
        settings = loaded.settings();
        problem = Optional.empty();
        return loaded;
    }

    /** Before the content, so that a write in between is seen next time. */
    private void readStamp() {
        try {
            long readAtMs = System.currentTimeMillis();
            stamp = FileStamp.of(paths.configFile());
            settled = stamp.isSettled(readAtMs);
        } catch (IOException e) {
            throw ConfigText.unreadable(paths.configFile(), e);
        }
    }
}
