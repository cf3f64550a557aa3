package pmon3.daemon.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Where a connection comes from, as one text for all addresses that one user may choose from: every user of this machine has
 * the whole of its loopback, and whoever has an IPv6 address has its network of 64 bits (RFC 4291, 2.5.1; RFC 8981).
 */
final class Origin {
    static final String THIS_MACHINE = "this machine";
    private static final int NETWORK_BYTES = 8;

    private Origin() {}

    static String of(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return THIS_MACHINE;
        }
        return address instanceof Inet6Address ? networkOf(address.getAddress()) : address.getHostAddress();
    }

    private static String networkOf(byte[] address) {
        try {
            byte[] network = Arrays.copyOf(Arrays.copyOf(address, NETWORK_BYTES), address.length);
            return InetAddress.getByAddress(network).getHostAddress() + "/" + NETWORK_BYTES * Byte.SIZE;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address.length + " bytes are no address", e);
        }
    }
}
