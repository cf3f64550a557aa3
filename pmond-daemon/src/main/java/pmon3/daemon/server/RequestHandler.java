package pmon3.daemon.server;

import pmon3.ipc.ReplySink;
import pmon3.ipc.Request;

/** What answers a request. Called from the server's worker threads, several at once, never from its watching thread. */
@FunctionalInterface
public interface RequestHandler {
    /**
     * Does what is asked, sends every piece of the answer but {@link pmon3.ipc.Reply.Done}, and returns its exit status:
     * the server sends that. A {@link pmon3.model.PmonException} becomes one problem line and its exit status.
     */
    int handle(Caller caller, Request request, ReplySink answer);
}
