package pmon3.ipc;

/**
 * The channel file: one request and the ring that its answer is streamed through. This class is the document of its bytes;
 * client and daemon use nothing else. All words are 8 bytes, little endian, at multiples of 8.
 *
 * <pre>
 *  offset  word               written by  meaning
 * ┌───────┬──────────────────┬──────────┬──────────────────────────────────────────────────┐
 * │     0 │ VERSION          │ client   │ stored last: the rest counts once this is right  │
 * │     8 │ REQUEST_LENGTH   │ client   │ bytes of the request                             │
 * │    16 │ REQUEST_CHECKSUM │ client   │ CRC-32 of the request                            │
 * ├───────┼──────────────────┼──────────┼──────────────────────────────────────────────────┤
 * │    64 │ STATE            │ daemon   │ new, taken, or given up                          │
 * │    72 │ BEAT             │ daemon   │ rises twice a second while the request is at work│
 * │    80 │ WRITTEN          │ daemon   │ bytes put into the ring since the beginning      │
 * ├───────┼──────────────────┼──────────┼──────────────────────────────────────────────────┤
 * │   128 │ READ             │ client   │ bytes taken from the ring since the beginning    │
 * ├───────┼──────────────────┴──────────┴──────────────────────────────────────────────────┤
 * │   256 │ the ring: RING_CAPACITY bytes; byte n of the stream is at RING + n % capacity   │
 * ├───────┼─────────────────────────────────────────────────────────────────────────────────┤
 * │ 33024 │ the request: REQUEST_LENGTH bytes; the file ends with them                      │
 * └───────┴─────────────────────────────────────────────────────────────────────────────────┘
 *
 * The stream is a row of frames, none of them aligned, any of them across the ring's end:
 * ┌────────────┬──────────────┬──────────────┬─────────────────┐
 * │ length (4) │ sequence (4) │ checksum (4) │ payload (length)│
 * └────────────┴──────────────┴──────────────┴─────────────────┘
 * </pre>
 *
 * The sequence counts from 0. The checksum is the CRC-32 of length, sequence and payload. The payload is one
 * {@link Reply}. A position is believed if it did not fall and {@code READ <= WRITTEN <= READ + RING_CAPACITY}.
 */
public final class ChannelLayout {
    /** The version of everything here and of the messages, as the lock file tells it. */
    public static final int PROTOCOL_VERSION = 3;

    /** The word VERSION: the bytes {@code pmon3ch} and the version. */
    public static final long VERSION = 0x68_63_33_6e_6f_6d_70L | (long) PROTOCOL_VERSION << 56;

    public static final int VERSION_OFFSET = 0;
    public static final int REQUEST_LENGTH_OFFSET = 8;
    public static final int REQUEST_CHECKSUM_OFFSET = 16;
    public static final int STATE_OFFSET = 64;
    public static final int BEAT_OFFSET = 72;
    public static final int WRITTEN_OFFSET = 80;
    public static final int READ_OFFSET = 128;
    public static final int RING_OFFSET = 256;
    public static final int RING_CAPACITY_BYTES = 32 * 1024;
    public static final int REQUEST_OFFSET = RING_OFFSET + RING_CAPACITY_BYTES;

    /** The header up to and without the ring. */
    public static final int HEADER_BYTES = RING_OFFSET;

    /** STATE: nobody has taken the request yet. The file is zero filled, so this must be 0. */
    public static final long STATE_NEW = 0;
    /** STATE: the daemon knows who asks and has begun; the name is unlinked after this was written. */
    public static final long STATE_TAKEN = 1;
    /** STATE: the daemon gave up on this client, which did not read for the write deadline. */
    public static final long STATE_GIVEN_UP = 2;

    /** A request's size; Linux lets a program have two of this in arguments and environment, 128 KiB in each. */
    public static final int MAX_REQUEST_BYTES = 1024 * 1024;
    /** One piece of an answer; an answer has any number of them. */
    public static final int MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;

    public static final int FRAME_HEADER_BYTES = 12;
    public static final int FRAME_SEQUENCE_OFFSET = 4;
    public static final int FRAME_CHECKSUM_OFFSET = 8;

    /** How often BEAT rises, milliseconds. */
    public static final int BEAT_INTERVAL_MS = 500;

    /** A request's file while its client fills it, and once it may be taken. */
    public static final String UNFINISHED_SUFFIX = ".tmp";

    public static final String REQUEST_SUFFIX = ".req";
    /** What precedes the suffix: 128 random bits as hexadecimal digits. */
    public static final int NAME_DIGITS = 32;

    /** Locked by a pmond that lives; {@code "<protocol version> <pid>\n<transports, separated by spaces>\n"}. */
    public static final String LOCK_FILE = "pmond.lock";

    /** pmond's own, private: what runs though the database could not be told of it. */
    public static final String IDENTITY_FILE = "pmond.identities";

    private ChannelLayout() {}

    /** Where byte {@code n} of the stream is in the file. */
    public static int ringOffset(long n) {
        return RING_OFFSET + (int) (n % RING_CAPACITY_BYTES);
    }
}
