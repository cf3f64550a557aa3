package pmon3.ipc;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What becomes of valid bytes that somebody has changed: always the same for one random source. */
public final class Mutations {
    private static final int[] LENGTHS = {
        0, 1, -1, 2, 127, 128, 255, 256, 16_384, 16_385, 65_536, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE
    };
    private static final int MOST_AT_ONCE = 3;

    private final Random random;
    private final List<byte[]> valid;

    /** @param valid messages to change and to mix */
    public Mutations(Random random, List<byte[]> valid) {
        this.random = random;
        this.valid = List.copyOf(valid);
    }

    public byte[] next() {
        byte[] bytes = any().clone();
        for (int times = 1 + random.nextInt(MOST_AT_ONCE); times > 0; times--) {
            bytes = mutated(bytes);
        }
        return bytes;
    }

    private byte[] any() {
        return valid.get(random.nextInt(valid.size()));
    }

    private byte[] mutated(byte[] bytes) {
        if (bytes.length < Integer.BYTES) {
            return any().clone();
        }
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(6)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> setLength(bytes, random.nextInt(bytes.length - Integer.BYTES + 1));
            case 3 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 4 -> {
                return spliced(bytes, at, any());
            }
            default -> {
                byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(16));
                for (int i = bytes.length; i < longer.length; i++) {
                    longer[i] = (byte) random.nextInt();
                }
                return longer;
            }
        }
        return bytes;
    }

    private void setLength(byte[] bytes, int at) {
        int length = LENGTHS[random.nextInt(LENGTHS.length)];
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[at + i] = (byte) (length >> i * Byte.SIZE);
        }
    }

    private byte[] spliced(byte[] bytes, int at, byte[] other) {
        int from = random.nextInt(other.length);
        byte[] both = Arrays.copyOf(bytes, at + other.length - from);
        System.arraycopy(other, from, both, at, other.length - from);
        return both;
    }
}
