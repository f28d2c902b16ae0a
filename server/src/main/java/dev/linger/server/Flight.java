package dev.linger.server;

import dev.linger.life.Closing;
import dev.linger.life.Verdict;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLSession;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * What happens at a server, for the JDK's Flight Recorder; where nobody records, that costs a look
 * each. docs/operating.md names the events and their fields.
 */
@SuppressWarnings("UnusedVariable") // The recorder reads the fields of events.
final class Flight {
    private Flight() {}

    @Name("dev.linger.ConnectionOpened")
    @Label("Connection Opened")
    @Description("A connection was accepted")
    @Category("Linger")
    @StackTrace(false)
    private static final class Opened extends Event {
        @Label("Connection")
        long connection;

        @Label("Client")
        @Nullable String client;
    }

    @Name("dev.linger.TlsHandshake")
    @Label("TLS Handshake")
    @Description("A TLS handshake is complete; one that fails ends its connection")
    @Category("Linger")
    @StackTrace(false)
    private static final class Handshaken extends Event {
        @Label("Connection")
        long connection;

        @Label("Protocol")
        @Nullable String protocol;

        @Label("Cipher Suite")
        @Nullable String cipherSuite;

        @Label("Took")
        @Description("From the connection's opening to the end of the handshake")
        @Timespan(Timespan.NANOSECONDS)
        long took;
    }

    @Name("dev.linger.Idle")
    @Label("Idle")
    @Description("A connection has been without a request until now")
    @Category("Linger")
    @StackTrace(false)
    private static final class Idle extends Event {
        @Label("Connection")
        long connection;

        @Label("Next Request")
        @Description("Number of the request that ended it; 0 where the connection's end did")
        int nextRequest;

        @Label("Idle")
        @Timespan(Timespan.NANOSECONDS)
        long idle;
    }

    @Name("dev.linger.Exchange")
    @Label("Exchange")
    @Description("A response has ended")
    @Category("Linger")
    @StackTrace(false)
    private static final class Exchanged extends Event {
        @Label("Connection")
        long connection;

        @Label("Request")
        int request;

        @Label("Method")
        @Nullable String method;

        @Label("Target")
        @Nullable String target;

        @Label("Status")
        int status;

        @Label("Response Body")
        @DataAmount
        long responseBytes;

        @Label("Took")
        @Description("From the end of the request's head to the end of the response")
        @Timespan(Timespan.NANOSECONDS)
        long took;
    }

    @Name("dev.linger.ConnectionClosed")
    @Label("Connection Closed")
    @Description("A connection has ended, and why")
    @Category("Linger")
    @StackTrace(false)
    private static final class Closed extends Event {
        @Label("Connection")
        long connection;

        @Label("Client")
        @Nullable String client;

        @Label("Cause")
        @Nullable String cause;

        @Label("Decided By")
        @Nullable String decidedBy;

        @Label("Closed First")
        @Nullable String closedFirst;

        @Label("Manner")
        @Nullable String manner;

        @Label("Phase")
        @Nullable String phase;

        @Label("Evidence")
        @Nullable String evidence;

        @Label("Requests")
        int requests;

        @Label("Open")
        @Timespan(Timespan.NANOSECONDS)
        long open;
    }

    static void opened(Connection connection) {
        Opened event = new Opened();
        if (event.isEnabled()) {
            event.connection = connection.number();
            event.client = text(connection);
            event.commit();
        }
    }

    /**
     * TLS is spoken from now on.
     *
     * @param took nanoseconds since the connection was accepted
     */
    static void handshaken(Connection connection, SSLSession session, long took) {
        Handshaken event = new Handshaken();
        if (event.isEnabled()) {
            event.connection = connection.number();
            event.protocol = session.getProtocol();
            event.cipherSuite = session.getCipherSuite();
            event.took = took;
            event.commit();
        }
    }

    /**
     * A request has come, or the end.
     *
     * @param idle nanoseconds
     * @param nextRequest number of the request; 0 for the end
     */
    static void idled(Connection connection, long idle, int nextRequest) {
        Idle event = new Idle();
        if (event.isEnabled()) {
            event.connection = connection.number();
            event.nextRequest = nextRequest;
            event.idle = idle;
            event.commit();
        }
    }

    static void exchanged(Connection connection, Call call, Outcome outcome) {
        Exchanged event = new Exchanged();
        if (event.isEnabled()) {
            event.connection = connection.number();
            event.request = call.number;
            event.method = call.head.method();
            event.target = call.head.target();
            event.status = outcome.status();
            event.responseBytes = outcome.bodyBytes();
            event.took = outcome.endedAt() - call.began;
            event.commit();
        }
    }

    /**
     * A connection has ended.
     *
     * @param open nanoseconds from its beginning to its end
     */
    static void closed(Connection connection, Verdict verdict, long open) {
        Closed event = new Closed();
        if (event.isEnabled()) {
            Closing closing = verdict.closing();
            event.connection = connection.number();
            event.client = text(connection);
            event.cause = closing.cause().word();
            event.decidedBy = closing.decidedBy().word();
            event.closedFirst = closing.closedFirst().word();
            event.manner = closing.manner().word();
            event.phase = closing.phase().word();
            event.evidence = verdict.evidence().getFirst().says();
            event.requests = connection.account.requests();
            event.open = open;
            event.commit();
        }
    }

    private static String text(Connection connection) {
        InetSocketAddress client = connection.client();
        return LifeOf.endpoint(client).address() + ' ' + client.getPort();
    }
}
