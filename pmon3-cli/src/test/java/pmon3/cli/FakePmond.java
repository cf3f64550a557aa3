package pmon3.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import pmon3.cli.client.PmondDoor;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;
import pmon3.ipc.RequestChannel;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;
import pmon3.screen.Screen;

/** Remembers what it was asked and gives the answers that the test prepared, drawn as pmond draws them. */
public final class FakePmond implements PmondDoor {
    private final List<Request> asked = new ArrayList<>();
    private final List<Reply> answer = new ArrayList<>();
    private boolean down;

    public FakePmond answers(Reply... replies) {
        answer.addAll(List.of(replies));
        return this;
    }

    public FakePmond isDown() {
        down = true;
        return this;
    }

    /** The only request. */
    public Request asked() {
        if (asked.size() != 1) {
            throw new AssertionError("asked: " + asked);
        }
        return asked.get(0);
    }

    public List<Request> allAsked() {
        return List.copyOf(asked);
    }

    public boolean wasNotAsked() {
        return asked.isEmpty();
    }

    @Override
    public RequestChannel open() {
        if (down) {
            throw new PmonException(ErrorCode.UNREACHABLE, "pmond must be running");
        }
        return new RequestChannel() {
            @Override
            public void ask(Request request, int silenceDeadlineMs, Consumer<Reply> onReply) {
                if (request instanceof Request.Shown shown) {
                    asked.add(shown.asked());
                    Screen screen = new Screen(shown.view(), onReply::accept);
                    List<Reply> drawn = answer.subList(0, answer.size() - 1);
                    drawn.forEach(screen::send);
                    screen.finish();
                    onReply.accept(answer.get(answer.size() - 1));
                } else {
                    asked.add(request);
                    answer.forEach(onReply);
                }
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
    }
}
