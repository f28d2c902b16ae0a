package dev.linger.diagnosis.rule;

import dev.linger.testkit.Conversation;
import dev.linger.testkit.SentPacket;

/** Connections over a network with a round trip of 40 ms, to a server that closes idle ones. */
final class Idling {
    static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: Go-http-client/1.1\r\n\r\n";
    static final String BROWSER_GET =
            "GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: Mozilla/5.0 (X11)\r\n\r\n";
    static final String OK = "HTTP/1.1 200 OK\r\nServer: uvicorn\r\nContent-Length: 5\r\n\r\nhello";

    private static final double ROUND_TRIP = 0.04;

    private final Recorded recorded;
    private final String request;
    private String client = "10.0.0.1";

    Idling(Recorded recorded, String request) {
        this.recorded = recorded;
        this.request = request;
    }

    /** From now on connections are of this address. */
    void comesFrom(String address) {
        client = address;
    }

    Conversation opens() {
        Conversation one = recorded.closedFrom(client);
        one.client().syn();
        one.server().synAck().after(ROUND_TRIP);
        one.client().ack();
        return one;
    }

    /** Two exchanges with a pause between them. */
    Conversation pauses(double seconds) {
        Conversation one = opens().exchanges(request, OK);
        one.client().sends(request).after(seconds);
        one.server().sends(OK);
        return one;
    }

    static void serverClosesAfter(Conversation one, double seconds) {
        one.server().fin().after(seconds);
        one.client().fin();
        one.server().ack();
    }

    /** A request that crosses the server's close; the capture was taken at the server. */
    static void isLateAtServer(Conversation one, double seconds, String late) {
        SentPacket fin = one.server().fin().after(seconds);
        one.client().sends(late).notHavingSeen(fin);
        one.server().rst();
    }

    /** The same; the capture was taken at the client. */
    static void isLateAtClient(Conversation one, double seconds, String late) {
        SentPacket request = one.client().sends(late).after(seconds);
        one.server().fin().notHavingSeen(request);
        one.server().rst().notHavingSeen(request);
    }
}
