package pmon3.ipc;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** The effective uid of this process, from {@code /proc/self/status}: the JDK has no call for it. */
public final class OwnUid {
    private static final String STATUS = "/proc/self/status";
    private static final String LABEL = "\nUid:\t";

    private OwnUid() {}

    public static int read() {
        try (FileInputStream status = new FileInputStream(STATUS)) {
            return effective(new String(status.readNBytes(4096), StandardCharsets.ISO_8859_1));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            throw new PmonException(ErrorCode.FAILED, "cannot read the own user's number in " + STATUS, e);
        }
    }

    /** The second number after the label; the first is the real uid. */
    private static int effective(String status) {
        int real = status.indexOf(LABEL) + LABEL.length();
        int start = status.indexOf('\t', real) + 1;
        return Integer.parseUnsignedInt(status, start, status.indexOf('\t', start), 10);
    }
}
