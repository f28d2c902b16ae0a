package dev.linger.linux;

import dev.linger.life.Endpoint;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/**
 * A connected socket of this program, by its ends and by its cookie, which no later socket with the
 * same ends has. Made by {@link OwnSockets#name}. Immutable.
 */
public final class OwnSocket {
    private final Endpoint local;
    private final Endpoint opposite;
    private final int interfaceIndex;
    private final long cookie;

    private OwnSocket(Endpoint local, Endpoint opposite, int interfaceIndex, long cookie) {
        this.local = local;
        this.opposite = opposite;
        this.interfaceIndex = interfaceIndex;
        this.cookie = cookie;
    }

    static OwnSocket between(InetSocketAddress local, InetSocketAddress opposite) {
        // A link-local address means something on its interface only (RFC 4291, section 2.5.6).
        int index =
                local.getAddress() instanceof Inet6Address address && address.isLinkLocalAddress()
                        ? address.getScopeId()
                        : 0;
        return new OwnSocket(end(local), end(opposite), index, DiagRequest.NO_COOKIE);
    }

    private static Endpoint end(InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(address + ": must be the address of a connection");
        }
        return Endpoint.of(address.getAddress().getAddress(), address.getPort());
    }

    OwnSocket withCookie(long newCookie) {
        return new OwnSocket(local, opposite, interfaceIndex, newCookie);
    }

    byte[] request() {
        return DiagRequest.one(this, interfaceIndex);
    }

    /** Its end in this program. */
    public Endpoint local() {
        return local;
    }

    /** Its other end. */
    public Endpoint opposite() {
        return opposite;
    }

    /** The kernel's name of the socket. */
    public long cookie() {
        return cookie;
    }

    /** {@code 127.0.0.1:40112 to 127.0.0.1:80}. */
    @Override
    public String toString() {
        return local + " to " + opposite;
    }
}
