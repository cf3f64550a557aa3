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

    /** Never throws; leaves it open. */
    void hold(TakenRequest taken) {
        OnBehalf.run(taken.caller().uid(), () -> converse(taken));
    }

    private void converse(TakenRequest taken) {
        Answer answer = new Answer(taken.answer());
        long startNs = System.nanoTime();
        try {
            int exitStatus = answered(taken, answer);
            if (!answer.isBroken()) {
                answer.send(new Reply.Done(exitStatus));
            }
            if (TRACED) {
                log.info(
                        "answered {} after {} µs, exit status {}",
                        taken.caller(),
                        (System.nanoTime() - startNs) / 1000,
                        exitStatus);
            }
        } catch (PmonException e) {
            log.debug("no answer for {}: {}", taken.caller(), e.getMessage());
        } catch (RuntimeException | Error e) {
            log.error("no answer for {}", taken.caller(), e);
        }
    }

    private int answered(TakenRequest taken, Answer answer) {
        try {
            return handled(taken, answer);
        } catch (PmonException e) {
            return explained(e.code(), e.getMessage(), answer);
        } catch (RuntimeException | Error e) {
            log.error("a request of {} failed", taken.caller(), e);
            return explained(ErrorCode.FAILED, "pmond failed at this request; its log says why", answer);
        }
    }

    private int handled(TakenRequest taken, Answer answer) {
        Caller caller = taken.caller();
        Request request = taken.readRequest();
        if (TRACED) {
            log.info("{} asks {}", caller, request.asked().getClass().getSimpleName());
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
