package pmon3.daemon.server;

import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.daemon.kernel.OnBehalf;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** From a taken request to the end of its answer, in one worker thread. */
final class Conversation {
    private static final Logger log = LoggerFactory.getLogger("pmond.ipc");

    /** {@code XIPC_DEBUG=true} traces each request in the log. */
    private static final boolean TRACED = "true".equals(System.getenv("XIPC_DEBUG"));

    private final IntPredicate admitted;
    private final RequestHandler handler;

    Conversation(IntPredicate admitted, RequestHandler handler) {
        this.admitted = admitted;
        this.handler = handler;
    }

    /** Never throws; leaves the channel open. */
    void hold(ServedChannel channel) {
        OnBehalf.run(channel.caller().uid(), () -> converse(channel));
    }

    private void converse(ServedChannel channel) {
        Answer answer = new Answer(channel.ring());
        long startNs = System.nanoTime();
        try {
            int exitStatus = answered(channel, answer);
            if (!answer.isBroken()) {
                answer.send(new Reply.Done(exitStatus));
            }
            if (TRACED) {
                log.info(
                        "answered {} after {} µs, exit status {}",
                        channel.caller(),
                        (System.nanoTime() - startNs) / 1000,
                        exitStatus);
            }
        } catch (PmonException e) {
            log.debug("no answer for {}: {}", channel.caller(), e.getMessage());
        } catch (RuntimeException | Error e) {
            log.error("no answer for {}", channel.caller(), e);
        }
    }

    private int answered(ServedChannel channel, Answer answer) {
        try {
            return handled(channel, answer);
        } catch (PmonException e) {
            return explained(e.code(), e.getMessage(), answer);
        } catch (RuntimeException | Error e) {
            log.error("a request of {} failed", channel.caller(), e);
            return explained(ErrorCode.FAILED, "pmond failed at this request; its log says why", answer);
        }
    }

    private int handled(ServedChannel channel, Answer answer) {
        Caller caller = channel.caller();
        Request request = channel.readRequest();
        if (TRACED) {
            log.info("{} asks {}", caller, request.getClass().getSimpleName());
        }
        if (!admitted.test(caller.uid())) {
            throw new PmonException(ErrorCode.NOT_PERMITTED, "not permitted to ask pmond");
        }
        return handler.handle(caller, request, answer);
    }

    private static int explained(ErrorCode code, String text, Answer answer) {
        if (!answer.isBroken()) {
            answer.send(new Reply.Problem(code, text));
        }
        return code.exitStatus();
    }
}
