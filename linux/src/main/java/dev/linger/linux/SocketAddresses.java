package dev.linger.linux;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** struct sockaddr_in and sockaddr_in6 (ip(7), ipv6(7)). */
final class SocketAddresses {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int IPV4_BYTES = 16;
    private static final int IPV6_BYTES = 28;

    private SocketAddresses() {}

    /**
     * Writes an address.
     *
     * @param six as IPv6; the wildcard of either family is that of IPv6 then
     * @return its length
     */
    static int write(InetSocketAddress address, boolean six, byte[] into) {
        Arrays.fill(into, (byte) 0);
        byte[] host = address.getAddress().getAddress();
        Bytes.put16(into, 0, six ? AF_INET6 : AF_INET);
        Bytes.putBigEndian(into, 2, address.getPort(), 2);
        if (!six) {
            System.arraycopy(host, 0, into, 4, host.length);
            return IPV4_BYTES;
        }
        if (!address.getAddress().isAnyLocalAddress()) {
            System.arraycopy(host, 0, into, 8, host.length);
            Bytes.put32(into, 24, ((Inet6Address) address.getAddress()).getScopeId());
        }
        return IPV6_BYTES;
    }

    /** Reads an address; one of IPv4 that is mapped into IPv6 is told as IPv4. */
    static InetSocketAddress read(byte[] from) {
        boolean six = Bytes.u16(from, 0) == AF_INET6;
        int port = (int) Bytes.bigEndian(from, 2, 2);
        byte[] host = Arrays.copyOfRange(from, six ? 8 : 4, six ? 24 : 8);
        try {
            InetAddress address = InetAddress.getByAddress(host);
            if (address instanceof Inet6Address && address.isLinkLocalAddress()) {
                int scope = (int) Bytes.u32(from, 24);
                address = Inet6Address.getByAddress(null, host, scope);
            }
            return new InetSocketAddress(address, port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + host.length + " bytes", e);
        }
    }
}
