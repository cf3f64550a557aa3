package pmon3.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** TCP ports of this machine's loopback. */
public final class Ports {
    private static final int TIMEOUT_MS = 2000;

    private Ports() {}

    /** One that nobody listens on just now. */
    public static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a server could listen there: nobody else does. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public static boolean accepts(int port) {
        return !exchange(port, "").equals(REFUSED);
    }

    /** Whether a web server answers a request for / with 200. */
    public static boolean servesHttp(int port) {
        return exchange(port, "GET / HTTP/1.0\r\nHost: localhost\r\n\r\n").matches("(?s)HTTP/1\\.[01] 200 .*");
    }

    public static final String REFUSED = "(refused)";

    /** The beginning of what the server at the port answers to a text; {@link #REFUSED} if there is none. */
    public static String exchange(int port, String request) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            if (request.isEmpty()) {
                return "";
            }
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            byte[] answer = new byte[4096];
            int length = socket.getInputStream().read(answer);
            return new String(answer, 0, Math.max(length, 0), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return REFUSED;
        }
    }
}
