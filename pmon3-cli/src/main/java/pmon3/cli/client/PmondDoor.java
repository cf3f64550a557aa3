package pmon3.cli.client;

import pmon3.ipc.RequestChannel;

/** Where the client finds pmond. */
public interface PmondDoor {
    /**
     * Reads the configuration, looks whether pmond lives, and connects.
     *
     * @throws pmon3.model.PmonException UNREACHABLE if no pmond runs, BAD_CONFIGURATION if config.yml cannot be read
     */
    RequestChannel open();
}
