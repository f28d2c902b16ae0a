package dev.linger.linux;

import dev.linger.life.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A connection between two sockets of this test. */
final class Pair implements Closeable {
    final ServerSocket listener;
    final Socket client;
    final Socket server;
    final Endpoint clientEnd;
    final Endpoint serverEnd;

    private Pair(ServerSocket listener, Socket client) throws IOException {
        this.listener = listener;
        this.client = client;
        server = listener.accept();
        clientEnd = end(client);
        serverEnd = end(server);
    }

    static Pair on(String address) throws IOException {
        ServerSocket listener = new ServerSocket(0, 8, InetAddress.ofLiteral(address));
        Socket client = new Socket();
        client.connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
        return new Pair(listener, client);
    }

    /** A request of 100 bytes, an answer of 200. */
    Pair talk() throws IOException {
        client.getOutputStream().write(new byte[100]);
        server.getInputStream().readNBytes(100);
        server.getOutputStream().write(new byte[200]);
        client.getInputStream().readNBytes(200);
        return this;
    }

    int port() {
        return listener.getLocalPort();
    }

    private static Endpoint end(Socket socket) {
        byte[] address = socket.getLocalAddress().getAddress();
        int port = socket.getLocalPort();
        return address.length == 4
                ? Endpoint.ofIpv4((int) Bytes.bigEndian(address, 0, 4), port)
                : new Endpoint(
                        Bytes.bigEndian(address, 0, 8), Bytes.bigEndian(address, 8, 8), port);
    }

    void serverCloses() throws IOException {
        server.close();
        client.getInputStream().read();
    }

    void clientCloses() throws IOException {
        client.close();
        server.getInputStream().read();
    }

    /** Closes what is still open. */
    void end() throws IOException {
        close();
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
        listener.close();
    }
}
