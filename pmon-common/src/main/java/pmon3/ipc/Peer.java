package pmon3.ipc;

/** The pmond at the other end of a connection, as messages name it. */
interface Peer {
    /** With its pid, or where it is. */
    String name();

    /** Whether it lives, as far as can be told: true in doubt. */
    boolean livesStill();
}
