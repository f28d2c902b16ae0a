package dev.linger.cli;

import dev.linger.cli.serve.Serve;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * What the launcher lets the JVM run once after a build, so that it remembers which classes and
 * methods a start needs. Prints nothing.
 */
final class Rehearsal {
    /** Often enough that the profile of the inner loops is worth keeping. */
    private static final int ROUNDS = 40;

    private Rehearsal() {}

    /**
     * Runs the usual commands.
     *
     * @param arguments a small capture
     */
    public static void main(String[] arguments) throws IOException {
        String capture = arguments[0];
        for (int round = 0; round < ROUNDS; round++) {
            run("explain", capture);
            run("explain", capture, "--json");
        }
        run("explain", capture, "--connection", "1");
        run("explain", capture, "--port", "80", "--closed-first", "server", "--cause", "unused");
        run("explain", capture, "--findings-json");
        run("explain", capture, "--check", "--finding", "client-asks-to-close");
        run("explain", "no such file");
        run("explain", "--live", "--interface", "no such one");
        run("watch", "--once", "--alarm", "time-wait < 0");
        run("watch", "--once", "--json");
        run("explain", "--help");
        run("causes");
        run("causes", "idle-timeout");
        run("findings");
        run("doctor");
        run("doctor", "--json");
        run("--version");
        run("--help");
        serve();
    }

    /** A server, and a request to it. */
    private static void serve() throws IOException {
        Asked asked = Asked.of(Command.SERVE, new String[] {"--echo", "--port", "0"});
        Serve serve = Serve.start(asked, silent());
        InetSocketAddress address = serve.address();
        try (Socket client = new Socket(address.getAddress(), address.getPort())) {
            String request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            client.getInputStream().readAllBytes();
        }
        String url = "http://127.0.0.1:" + address.getPort() + "/";
        run("get", url);
        run("get", url, "-n", "2");
        serve.stop();
        serve.untilStopped();
    }

    private static void run(String... arguments) {
        Linger.run(arguments, silent());
    }

    private static Terminal silent() {
        PrintStream silence =
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Terminal process = Terminal.ofProcess(silence);
        return new Terminal(silence, silence, process.columns(), true, false);
    }
}
