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

    private static final int TCPDIAG_GETSOCK = 18;
    private static final int OLDER_LENGTH = Netlink.HEADER_BYTES + 60;
    private static final int OLDER_EXTENSIONS = 19;
    private static final int OLDER_LOCAL_PORT = 20;
    private static final int OLDER_OPPOSITE_PORT = 22;
    private static final int OLDER_STATES = 68;

    private DiagRequest() {}

    /**
     * In the older form (struct inet_diag_req), which asks for both families at once: the kernel
     * goes through its table once, not twice (inet_diag_dump_compat, net/ipv4/inet_diag.c).
     */
    static byte[] dump(SocketTable.Query query) {
        byte[] request = new byte[OLDER_LENGTH];
        header(request, TCPDIAG_GETSOCK, NLM_F_REQUEST | NLM_F_DUMP);
        request[OLDER_EXTENSIONS] = (byte) (query.inDetail() ? INFO : 0);
        port(request, OLDER_LOCAL_PORT, query.localPort());
        port(request, OLDER_OPPOSITE_PORT, query.oppositePort());
        Bytes.put32(request, OLDER_STATES, query.mask());
        return request;
    }

    /**
     * @param interfaceIndex finds what is bound to this interface besides what is bound to none
     */
    static byte[] one(int family, Endpoint local, Endpoint opposite, int interfaceIndex) {
        byte[] request = request(family, NLM_F_REQUEST, true);
        Bytes.put32(request, STATES, -1);
        end(request, family, LOCAL_ADDRESS, LOCAL_PORT, local);
        end(request, family, OPPOSITE_ADDRESS, OPPOSITE_PORT, opposite);
        Bytes.put32(request, INTERFACE, interfaceIndex);
        return request;
    }

    static byte[] one(OwnSocket socket, int interfaceIndex) {
        Endpoint local = socket.local();
        int family = local.isIpv4() ? AF_INET : AF_INET6;
        byte[] request = one(family, local, socket.opposite(), interfaceIndex);
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
        header(request, SOCK_DIAG_BY_FAMILY, flags);
        request[FAMILY] = (byte) family;
        request[PROTOCOL] = IPPROTO_TCP;
        request[EXTENSIONS] = (byte) (inDetail ? INFO : 0);
        cookie(request, NO_COOKIE);
        return request;
    }

    private static void header(byte[] request, int type, int flags) {
        Bytes.put32(request, 0, request.length);
        Bytes.put16(request, 4, type);
        Bytes.put16(request, 6, flags);
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
