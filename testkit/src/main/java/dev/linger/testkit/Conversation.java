package dev.linger.testkit;

/** One TCP connection as it is seen on the wire, packet by packet. */
public final class Conversation {
    private final ConversationEnd client;
    private final ConversationEnd server;

    Conversation(CaptureBuilder capture, Address clientAt, Address serverAt) {
        this.client = new ConversationEnd(capture, clientAt, serverAt, 1000);
        this.server = new ConversationEnd(capture, serverAt, clientAt, 5000);
        client.meet(server);
        server.meet(client);
    }

    /** The end that connects. */
    public ConversationEnd client() {
        return client;
    }

    /** The end that accepts. */
    public ConversationEnd server() {
        return server;
    }

    /** SYN, SYN ACK and ACK. */
    public Conversation opens() {
        client.syn();
        server.synAck();
        client.ack();
        return this;
    }

    /** The client sends a message, and the server answers with one; nobody acknowledges alone. */
    public Conversation exchanges(String request, String response) {
        client.sends(request);
        server.sends(response);
        return this;
    }
}
