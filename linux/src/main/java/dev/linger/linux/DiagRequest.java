package dev.linger.linux;

import dev.linger.life.Endpoint;

/** Requests for sockets: struct inet_diag_req_v2 behind its netlink header (linux/inet_diag.h). */
final class DiagRequest {
    static final int LENGTH = Netlink.HEADER_BYTES + 56;
    private static final int SOCK_DIAG_BY_FAMILY = 20;
    private static final int NLM_F_REQUEST = 1;
    private static final int NLM_F_DUMP = 0x300;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int IPPROTO_TCP = 6;

    /** INET_DIAG_INFO, as a bit. */
    private static final int INFO = 1 << 1;

    static final int FAMILY = 16;
    private static final int PROTOCOL = 17;
    private static final int EXTENSIONS = 18;
    private static final int STATES = 20;
    private static final int LOCAL_PORT = 24;
    private static final int OPPOSITE_PORT = 26;
    private static final int LOCAL_ADDRESS = 28;
    private static final int OPPOSITE_ADDRESS = 44;
    private static final int INTERFACE = 60;
    private static final int COOKIE = 64;

    /** INET_DIAG_NOCOOKIE: the ends alone say which socket is meant. */
    static final long NO_COOKIE = -1;

    /** Where the ends and the cookie of a request begin (struct inet_diag_sockid), and end. */
    static final int SOCKET_ID = 24;

    static final int SOCKET_ID_END = 72;

    private DiagRequest() {}

    static byte[] dump(int family, SocketTable.Query query) {
        byte[] request = request(family, NLM_F_REQUEST | NLM_F_DUMP, query.inDetail());
        Bytes.put32(request, STATES, query.mask());
        port(request, LOCAL_PORT, query.localPort());
        port(request, OPPOSITE_PORT, query.oppositePort());
        return request;
    }

    static byte[] one(int family, Endpoint local, Endpoint opposite) {
        byte[] request = request(family, NLM_F_REQUEST, true);
        Bytes.put32(request, STATES, -1);
        end(request, family, LOCAL_ADDRESS, LOCAL_PORT, local);
        end(request, family, OPPOSITE_ADDRESS, OPPOSITE_PORT, opposite);
        return request;
    }

    static byte[] one(OwnSocket socket, int interfaceIndex) {
        Endpoint local = socket.local();
        byte[] request = one(local.isIpv4() ? AF_INET : AF_INET6, local, socket.opposite());
        Bytes.put32(request, INTERFACE, interfaceIndex);
        cookie(request, socket.cookie());
        return request;
    }

    private static void cookie(byte[] request, long cookie) {
        Bytes.put32(request, COOKIE, cookie);
        Bytes.put32(request, COOKIE + 4, cookie >>> 32);
    }

    /** For a socket that there is not, of which the kernel says so. */
    static byte[] nothing() {
        return request(AF_INET, NLM_F_REQUEST, false);
    }

    private static byte[] request(int family, int flags, boolean inDetail) {
        byte[] request = new byte[LENGTH];
        Bytes.put32(request, 0, LENGTH);
        Bytes.put16(request, 4, SOCK_DIAG_BY_FAMILY);
        Bytes.put16(request, 6, flags);
        request[FAMILY] = (byte) family;
        request[PROTOCOL] = IPPROTO_TCP;
        request[EXTENSIONS] = (byte) (inDetail ? INFO : 0);
        cookie(request, NO_COOKIE);
        return request;
    }

    private static void end(byte[] request, int family, int address, int port, Endpoint end) {
        port(request, port, end.port());
        if (family == AF_INET) {
            Bytes.putBigEndian(request, address, end.low(), 4);
        } else {
            Bytes.putBigEndian(request, address, end.high(), 8);
            Bytes.putBigEndian(request, address + 8, end.low(), 8);
        }
    }

    private static void port(byte[] request, int at, int port) {
        Bytes.putBigEndian(request, at, port, 2);
    }
}
