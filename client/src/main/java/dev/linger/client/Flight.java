package dev.linger.client;

import dev.linger.life.Closing;
import dev.linger.life.JudgedLife;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * What happens at a client, for the JDK's Flight Recorder; where nobody records, that costs a look
 * each. docs/client.md names the events.
 */
@SuppressWarnings("UnusedVariable") // The recorder reads the fields of events.
final class Flight {
    private Flight() {}

    @Name("dev.linger.client.ConnectionOpened")
    @Label("Client Connection Opened")
    @Category("Linger")
    @StackTrace(false)
    private static final class Opened extends Event {
        @Label("Connection")
        long connection;

        @Label("Server")
        @Nullable String server;
    }

    @Name("dev.linger.client.Exchange")
    @Label("Client Exchange")
    @Description("A response has ended")
    @Category("Linger")
    @StackTrace(false)
    private static final class Exchanged extends Event {
        @Label("Connection")
        long connection;

        @Label("Use")
        @Description("Number of the request on its connection")
        int use;

        @Label("Method")
        @Nullable String method;

        @Label("Status")
        int status;

        @Label("Idle Before")
        @Description("How long the connection was idle; -1 for a new one")
        long idleBefore;

        @Label("First Byte")
        @Description("From the request's begin to the response's first byte")
        @Timespan(Timespan.NANOSECONDS)
        long firstByte;

        @Label("Took")
        @Description("From the request's begin to the response's end")
        @Timespan(Timespan.NANOSECONDS)
        long took;
    }

    @Name("dev.linger.client.Retried")
    @Label("Client Request Retried")
    @Category("Linger")
    @StackTrace(false)
    private static final class Retried extends Event {
        @Label("Why")
        @Nullable String why;
    }

    @Name("dev.linger.client.ConnectionClosed")
    @Label("Client Connection Closed")
    @Description("A connection has ended, and why")
    @Category("Linger")
    @StackTrace(false)
    private static final class Closed extends Event {
        @Label("Connection")
        long connection;

        @Label("Server")
        @Nullable String server;

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

        @Label("Uses")
        int uses;

        @Label("Open")
        @Timespan(Timespan.NANOSECONDS)
        long open;
    }

    static void opened(Connection connection) {
        Opened event = new Opened();
        if (event.isEnabled()) {
            event.connection = connection.number;
            event.server = connection.server().toString();
            event.commit();
        }
    }

    static void exchanged(Connection connection) {
        Exchanged event = new Exchanged();
        if (event.isEnabled()) {
            Account account = connection.account;
            event.connection = connection.number;
            event.use = account.requests;
            event.method = account.method;
            event.status = account.status;
            event.idleBefore = account.idleBefore;
            event.firstByte = account.responseBegan - account.requestBegan;
            event.took = account.lastOfResponse() - account.requestBegan;
            event.commit();
        }
    }

    static void retried(String why) {
        Retried event = new Retried();
        if (event.isEnabled()) {
            event.why = why;
            event.commit();
        }
    }

    static void closed(Connection connection, JudgedLife life) {
        Closed event = new Closed();
        if (event.isEnabled()) {
            Closing closing = life.verdict().closing();
            event.connection = connection.number;
            event.server = life.life().server().toString();
            event.cause = closing.cause().word();
            event.decidedBy = closing.decidedBy().word();
            event.closedFirst = closing.closedFirst().word();
            event.manner = closing.manner().word();
            event.phase = closing.phase().word();
            event.evidence = life.verdict().evidence().getFirst().says();
            event.uses = connection.account.requests;
            event.open = System.nanoTime() - connection.account.opened;
            event.commit();
        }
    }
}
