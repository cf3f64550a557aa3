package pmon3.cli.top;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** Runs a small program of the system to its end. */
enum Tool {
    NO_INPUT(Redirect.from(new File("/dev/null"))),
    /** With our stdin: stty changes the terminal that it has there. */
    OUR_INPUT(Redirect.INHERIT);

    private final Redirect input;

    Tool(Redirect input) {
        this.input = input;
    }

    /**
     * @return what it wrote
     * @throws PmonException FAILED if it cannot be started or fails
     */
    String run(List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(words).redirectInput(input).redirectErrorStream(true);
        // Numbers with a point, whatever the locale.
        builder.environment().put("LC_ALL", "C.UTF-8");
        try {
            Process process = builder.start();
            String output;
            try (InputStream in = process.getInputStream()) {
                output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            if (process.waitFor() != 0) {
                throw failed(words, output, null);
            }
            return output;
        } catch (IOException e) {
            throw failed(words, String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(words, "interrupted", e);
        }
    }

    private static PmonException failed(List<String> words, String output, Exception cause) {
        int end = output.indexOf('\n');
        String reason = end < 0 ? output : output.substring(0, end);
        return new PmonException(ErrorCode.FAILED, words.get(0) + " cannot be run: " + reason.strip(), cause);
    }
}
