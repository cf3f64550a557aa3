package pmon3.cli.client;

/** What the client inherits from whoever started it. */
public interface Surroundings {
    /** The value of an environment variable; empty if it is not set. */
    String variable(String name);

    boolean isSet(String name);

    /** The working directory as the kernel knows it, absolute, without links. */
    String workingDirectory();
}
