package dev.linger.life;

import java.io.Serializable;
import java.nio.ByteBuffer;

/**
 * Address and port of an end. An IPv4 address is held as its IPv4-mapped IPv6 address (RFC 4291,
 * section 2.5.5.2) and printed in dotted form.
 *
 * @param high the first 64 bits of the address
 * @param low the last 64 bits of the address
 * @param port 0 to 65535
 */
public record Endpoint(long high, long low, int port) implements Serializable {
    private static final long IPV4_MAPPED = 0xffff_0000_0000L;

    public Endpoint {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + ": must be 0 to 65535");
        }
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof Endpoint one
                && one.low == low
                && one.port == port
                && one.high == high;
    }

    @Override
    public int hashCode() {
        return Long.hashCode((high * 31 + low) * 31 + port);
    }

    /** An IPv4 endpoint. */
    public static Endpoint ofIpv4(int address, int port) {
        return new Endpoint(0, IPV4_MAPPED | (address & 0xffff_ffffL), port);
    }

    /**
     * The end at this port of an address.
     *
     * @param address 4 or 16 bytes in network order
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static Endpoint of(byte[] address, int port) {
        ByteBuffer bytes = ByteBuffer.wrap(address);
        return switch (address.length) {
            case 4 -> ofIpv4(bytes.getInt(), port);
            case 16 -> new Endpoint(bytes.getLong(), bytes.getLong(), port);
            default ->
                    throw new IllegalArgumentException(
                            "an address of " + address.length + " bytes: must be 4 or 16");
        };
    }

    /** Whether the address is an IPv4 address. */
    public boolean isIpv4() {
        return high == 0 && (low & 0xffff_ffff_0000_0000L) == IPV4_MAPPED;
    }

    /** The address alone: {@code 127.0.0.1}, {@code 2001:db8::1} (RFC 5952). */
    public String address() {
        return appendAddress(new StringBuilder(40)).toString();
    }

    /** {@code 127.0.0.1:80}, {@code [2001:db8::1]:80}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(48);
        if (isIpv4()) {
            appendAddress(text);
        } else {
            appendAddress(text.append('[')).append(']');
        }
        return text.append(':').append(port).toString();
    }

    private StringBuilder appendAddress(StringBuilder text) {
        if (isIpv4()) {
            return text.append((low >>> 24) & 255)
                    .append('.')
                    .append((low >>> 16) & 255)
                    .append('.')
                    .append((low >>> 8) & 255)
                    .append('.')
                    .append(low & 255);
        }
        int bestAt = -1;
        int bestLength = 1; // one zero group alone is not shortened: RFC 5952, section 4.2.2
        for (int at = 0; at < 8; at++) {
            int length = 0;
            while (at + length < 8 && group(at + length) == 0) {
                length++;
            }
            if (length > bestLength) {
                bestAt = at;
                bestLength = length;
            }
        }
        for (int at = 0; at < 8; at++) {
            if (at == bestAt) {
                text.append("::");
                at += bestLength - 1;
                continue;
            }
            if (at > 0 && at != bestAt + bestLength) {
                text.append(':');
            }
            text.append(Integer.toHexString(group(at)));
        }
        return text;
    }

    private int group(int at) {
        long half = at < 4 ? high : low;
        return (int) (half >>> (48 - 16 * (at & 3))) & 0xffff;
    }
}
