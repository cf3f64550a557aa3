package pmon3.cli.client;

/** The environment and the working directory of this process. */
public final class ProcessSurroundings implements Surroundings {
    @Override
    public String variable(String name) {
        String value = System.getenv(name);
        return value == null ? "" : value;
    }

    @Override
    public boolean isSet(String name) {
        return System.getenv(name) != null;
    }

    @Override
    public String workingDirectory() {
        return System.getProperty("user.dir");
    }
}
