package pmon3.ipc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import pmon3.config.Settings;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** Connects to pmond's port, secured unless it is this machine's own, and shows there that it knows the user's token. */
final class TcpDialer implements StreamChannel.Dialer {
    /** As {@code message_queue.transport} names it. */
    static final String NAME = "tcp";

    private static final String TOKEN_VARIABLE = "PMON3_TOKEN_FILE";

    /** Pmond has work with each client that it secures, and fifty may come at once. */
    private static final int SECURED_PATIENCE_TIMES = 12;

    private final Settings.Tcp tcp;
    private final InetAddress address;
    private final Optional<Certificates> certificates;
    private final String user;
    private final String token;

    private TcpDialer(Settings.Tcp tcp, InetAddress address, String user, String token) {
        this.tcp = tcp;
        this.address = address;
        this.certificates =
                Certificates.areNeeded(tcp, address) ? Optional.of(Certificates.ofClient(tcp)) : Optional.empty();
        this.user = user;
        this.token = token;
    }

    /** @throws PmonException BAD_CONFIGURATION if there is no token to use, UNREACHABLE if the address means nothing */
    static TcpDialer of(Settings.Tcp tcp) {
        Path file = tokenFile(tcp);
        Map<String, String> tokens = TokenFile.read(file, OwnUid.read());
        String user = System.getProperty("user.name");
        if (!tokens.containsKey(user)) {
            throw new PmonException(
                    ErrorCode.BAD_CONFIGURATION,
                    file + (Files.exists(file) ? " holds no token of " + user : ": there is no such file")
                            + ": write '" + user + " TOKEN' into it, with the token that "
                            + "pmond's message_queue.tcp.token_file has for that user, or name another by "
                            + TOKEN_VARIABLE);
        }
        try {
            return new TcpDialer(tcp, InetAddress.getByName(tcp.address()), user, tokens.get(user));
        } catch (UnknownHostException e) {
            throw new PmonException(
                    ErrorCode.UNREACHABLE, "message_queue.tcp.address: there is no host " + tcp.address(), e);
        }
    }

    @Override
    public ByteStream dial(ByteBuffer request, int silenceDeadlineMs) {
        Introduction introduction = new Introduction(user, token, place(), System::nanoTime);
        ByteStream stream = connect(silenceDeadlineMs);
        boolean begun = false;
        try {
            ByteStream secured = certificates.isPresent() ? certificates.get().ask(stream, tcp) : stream;
            begun = introduction.isMade(secured, patienceMs(silenceDeadlineMs));
            return begun ? secured : null;
        } catch (IOException e) {
            String why = certificates.isPresent() ? Certificates.explained(e, tcp) : e.getMessage();
            throw new PmonException(ErrorCode.UNREACHABLE, name() + ": " + why, e);
        } finally {
            if (!begun) {
                stream.close();
            }
        }
    }

    @Override
    public int patienceMs(int silenceDeadlineMs) {
        return certificates.isPresent() ? SECURED_PATIENCE_TIMES * silenceDeadlineMs : silenceDeadlineMs;
    }

    @Override
    public String whyNotTaken() {
        return "too many ask there at once, or what listens at " + place()
                + (certificates.isPresent()
                        ? " is no pmond"
                        : " wants TLS, which is not used here because message_queue.tcp.address is loopback");
    }

    @Override
    public String name() {
        return "pmond at " + place();
    }

    @Override
    public boolean livesStill() {
        return true;
    }

    @Override
    public String whoServes() {
        return "somebody is to serve " + place() + " by " + NAME;
    }

    private String place() {
        return tcp.address() + ", port " + tcp.port();
    }

    private ByteStream connect(int timeoutMs) {
        try {
            SocketChannel socket = SocketChannel.open();
            boolean connected = false;
            try {
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
                socket.socket().connect(new InetSocketAddress(address, tcp.port()), timeoutMs);
                connected = true;
                return SocketStream.of(socket);
            } finally {
                if (!connected) {
                    socket.close();
                }
            }
        } catch (IOException e) {
            throw new PmonException(
                    ErrorCode.UNREACHABLE,
                    "pmond must be running (nobody answers at " + place() + ": " + e.getMessage() + ")",
                    e);
        }
    }

    /** The one that is named, else the user's own, else pmond's, which only its user can read. */
    private static Path tokenFile(Settings.Tcp tcp) {
        String named = System.getenv(TOKEN_VARIABLE);
        if (named != null && !named.isEmpty()) {
            return Path.of(named);
        }
        String base = System.getenv("XDG_CONFIG_HOME");
        Path own = base != null && base.startsWith("/")
                ? Path.of(base, "pmon3", "token")
                : Path.of(homeDirectory(), ".config", "pmon3", "token");
        Path pmonds = Path.of(tcp.tokenFile());
        return Files.exists(own) || !Files.isReadable(pmonds) ? own : pmonds;
    }

    private static String homeDirectory() {
        String home = System.getenv("HOME");
        return home != null && home.startsWith("/") ? home : System.getProperty("user.home");
    }
}
