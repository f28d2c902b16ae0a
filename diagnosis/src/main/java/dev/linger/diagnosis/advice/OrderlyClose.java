package dev.linger.diagnosis.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Closing with a FIN, so that what was sent still arrives. */
public final class OrderlyClose {

    private OrderlyClose() {}

    /** For this server, or for those that it may be. */
    public static List<Change> ofServer(@Nullable Software known) {
        return Change.likeliest(known, servers());
    }

    private static List<Change> servers() {
        return List.of(
                Change.ofDefault(
                        Software.HAPROXY,
                        "haproxy.cfg, frontend section",
                        """
                        no option nolinger
                        """),
                Change.ofDefault(
                        Software.NGINX,
                        Places.ofServer(Software.NGINX),
                        """
                        reset_timedout_connection off;
                        """),
                Change.ofDefault(
                        Software.TOMCAT,
                        Places.ofServer(Software.TOMCAT),
                        "connectionLinger=\"-1\""),
                Change.ofDefault(
                        Software.GO_SERVER,
                        "where the connection is made",
                        """
                        connection.(*net.TCPConn).SetLinger(-1)
                        """),
                Change.of(
                        Software.NODE,
                        "where the socket is closed",
                        """
                        socket.end(); // not socket.resetAndDestroy()
                        """),
                Change.ofDefault(
                        Software.JDK_SERVER,
                        "where the socket is made",
                        """
                        socket.setSoLinger(false, 0);
                        """));
    }

    /** For this client, or for those that it may be. */
    public static List<Change> ofClient(@Nullable Software known) {
        return Change.likeliest(known, clients());
    }

    private static List<Change> clients() {
        return List.of(
                Change.ofDefault(
                        Software.APACHE_CLIENT,
                        "where the connection manager is made",
                        """
                        SocketConfig.custom().setSoLinger(TimeValue.NEG_ONE_SECOND).build()
                        """),
                Change.ofDefault(
                        Software.REACTOR_NETTY,
                        "where the client is made",
                        """
                        HttpClient.create().option(ChannelOption.SO_LINGER, -1)
                        """),
                Change.ofDefault(
                        Software.GO_CLIENT,
                        "where the connection is made",
                        """
                        connection.(*net.TCPConn).SetLinger(-1)
                        """),
                Change.of(
                        Software.NODE_CLIENT,
                        "where the socket is closed",
                        """
                        socket.end(); // not socket.resetAndDestroy()
                        """),
                Change.ofDefault(
                        Software.PYTHON_REQUESTS,
                        "where the socket is made",
                        """
                        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 0, 0))
                        """));
    }
}
