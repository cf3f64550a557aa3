package pmon3.ipc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import pmon3.model.ErrorCode;
import pmon3.model.GroupRow;
import pmon3.model.ProcessDetails;
import pmon3.model.ProcessRow;

/** One piece of an answer. An answer is any number of pieces and then exactly one {@link Done}. */
public sealed interface Reply {
    /** The piece's number on the wire: frozen, never used again once given; see {@link ReplyCodec}. */
    int kind();

    /** A process table begins; its rows follow. Not sent when a command acted on nothing. */
    record TableStart() implements Reply {
        static final int KIND = 1;

        @Override
        public int kind() {
            return KIND;
        }
    }

    record Row(ProcessRow row) implements Reply {
        static final int KIND = 2;

        @Override
        public int kind() {
            return KIND;
        }
    }

    record Details(ProcessDetails details) implements Reply {
        static final int KIND = 3;

        @Override
        public int kind() {
            return KIND;
        }
    }

    record LogPath(String name, String path) implements Reply {
        static final int KIND = 4;

        @Override
        public int kind() {
            return KIND;
        }
    }

    /** A line for stderr that is no error: a warning, what is still awaited. */
    record Notice(String text) implements Reply {
        static final int KIND = 5;

        @Override
        public int kind() {
            return KIND;
        }
    }

    /** A line for stderr that says what could not be done; it counts towards the exit status. */
    record Problem(ErrorCode code, String text) implements Reply {
        static final int KIND = 6;

        @Override
        public int kind() {
            return KIND;
        }
    }

    /** The end of the answer. @param exitStatus the highest of all problems' statuses, else 0 */
    record Done(int exitStatus) implements Reply {
        static final int KIND = 7;

        @Override
        public int kind() {
            return KIND;
        }
    }

    /** A table of groups begins; its rows follow. */
    record GroupTableStart() implements Reply {
        static final int KIND = 20;

        @Override
        public int kind() {
            return KIND;
        }
    }

    record Group(GroupRow row) implements Reply {
        static final int KIND = 21;

        @Override
        public int kind() {
            return KIND;
        }
    }

    /** One group; the table of its processes follows. */
    record GroupDetails(GroupRow row) implements Reply {
        static final int KIND = 22;

        @Override
        public int kind() {
            return KIND;
        }
    }

    /**
     * A piece of what stdout is to show, harmless on a terminal.
     *
     * @param utf8 bytes, as the client only copies them; whole characters
     */
    record Text(ByteBuffer utf8) implements Reply {
        static final int KIND = 23;

        public Text {
            utf8 = utf8.slice();
        }

        public Text(String text) {
            this(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public ByteBuffer utf8() {
            return utf8.duplicate();
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /** The order of starts begins; its names follow, the dependent ones first. */
    record OrderStart() implements Reply {
        static final int KIND = 24;

        @Override
        public int kind() {
            return KIND;
        }
    }

    /** @param dependent whether it depends on another process, or another on it */
    record Ordered(String name, boolean dependent) implements Reply {
        static final int KIND = 25;

        @Override
        public int kind() {
            return KIND;
        }
    }

    record Pid(int pid) implements Reply {
        static final int KIND = 40;

        @Override
        public int kind() {
            return KIND;
        }
    }

    /** @param group whether it is a group's; else it is a process's */
    record KnownName(boolean group, long id, String name) implements Reply {
        static final int KIND = 41;

        @Override
        public int kind() {
            return KIND;
        }
    }
}
