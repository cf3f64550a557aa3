package pmon3.daemon.supervise;

/** Whom a process belongs to: the uid and gid of its row. */
public record Owner(int uid, int gid) {}
