package pmon3.cli;

import java.util.HashMap;
import java.util.Map;
import pmon3.cli.client.Surroundings;

/** An environment of its own, in UTC. */
public final class FakeSurroundings implements Surroundings {
    private final Map<String, String> variables = new HashMap<>(Map.of("TZ", "UTC0"));
    private String workingDirectory = "/";

    public FakeSurroundings with(String name, String value) {
        variables.put(name, value);
        return this;
    }

    public FakeSurroundings without(String name) {
        variables.remove(name);
        return this;
    }

    public FakeSurroundings in(String directory) {
        workingDirectory = directory;
        return this;
    }

    @Override
    public String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    @Override
    public boolean isSet(String name) {
        return variables.containsKey(name);
    }

    @Override
    public String workingDirectory() {
        return workingDirectory;
    }
}
