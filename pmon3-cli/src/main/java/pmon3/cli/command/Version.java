package pmon3.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.StringTokenizer;

/**
 * What is running: version, commit and its time (ISO 8601, UTC) from {@code version.txt}, which the build fills in and which
 * alone knows them, and the Java that runs it. A build outside a git checkout names the commit {@code unknown}.
 */
record Version(String number, String commit, String committed, String runtime) {
    private static final String RESOURCE = "version.txt";
    /** Its time is one that the build takes so that jars of the same sources are the same bytes. */
    private static final String NO_COMMIT = "unknown";

    static Version current() {
        StringTokenizer lines = new StringTokenizer(resource(), "\n");
        return new Version(
                lines.nextToken(),
                lines.nextToken(),
                lines.nextToken(),
                System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vendor"));
    }

    private static String resource() {
        try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(RESOURCE + " cannot be read", e);
        }
    }

    /** The first line is the Go program's. */
    String text() {
        String time = commit.equals(NO_COMMIT) ? "" : ", " + committed;
        return "pmon3 version " + number + "\ncommit " + commit + time + "\nJava " + runtime + "\n";
    }
}
