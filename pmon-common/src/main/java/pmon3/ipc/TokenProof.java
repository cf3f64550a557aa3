package pmon3.ipc;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * How both sides of the transport tcp show that they know a user's token without sending it: HMAC-SHA256 (RFC 2104) with
 * the token over the side's word, the random bytes of both sides and the user's name. It comes before the request:
 *
 * <pre>
 * client:  ┌─────────────┬─────────────┬─────────────────┬──────┐
 *          │ VERSION (8) │ random (32) │ name length (1) │ name │
 *          └─────────────┴─────────────┴─────────────────┴──────┘
 * pmond:   ┌─────────────┬──────────────────┐
 *          │ random (32) │ pmond's HMAC (32)│
 *          └─────────────┴──────────────────┘
 * client:  ┌────────────────────┐
 *          │ client's HMAC (32) │
 *          └────────────────────┘
 * </pre>
 */
public final class TokenProof {
    public static final int RANDOM_BYTES = 32;
    public static final int BYTES = 32;
    /** What the client says first, up to the name's length included. */
    public static final int GREETING_BYTES = Long.BYTES + RANDOM_BYTES + 1;

    /** The word of pmond's proof. */
    public static final String PMOND = "pmond";
    /** The word of the client's. */
    public static final String CLIENT = "pmon3";

    private static final String ALGORITHM = "HmacSHA256";
    private static final String RANDOM_SOURCE = "/dev/urandom";

    private TokenProof() {}

    public static byte[] of(String token, String word, byte[] clientRandom, byte[] pmondRandom, String user) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update(word.getBytes(StandardCharsets.UTF_8));
            mac.update(clientRandom);
            mac.update(pmondRandom);
            return mac.doFinal(user.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new PmonException(ErrorCode.FAILED, "this Java has no " + ALGORITHM, e);
        }
    }

    /** In a time that does not depend on where they differ. */
    public static boolean isSame(byte[] one, byte[] other) {
        return MessageDigest.isEqual(one, other);
    }

    /** From the kernel: Java's own generator costs a client more than its request does. */
    public static byte[] random() {
        try (FileInputStream source = new FileInputStream(RANDOM_SOURCE)) {
            byte[] random = source.readNBytes(RANDOM_BYTES);
            if (random.length < RANDOM_BYTES) {
                throw new IOException("it ended");
            }
            return random;
        } catch (IOException e) {
            throw new PmonException(ErrorCode.FAILED, "cannot read " + RANDOM_SOURCE, e);
        }
    }
}
