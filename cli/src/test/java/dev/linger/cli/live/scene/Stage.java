package dev.linger.cli.live.scene;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where one scene plays: its folder, its ports, its programs, its capture. */
public final class Stage implements Closeable {
    private static final Path CAPTURES = Path.of("target", "live").toAbsolutePath();
    private static final String LOOPBACK = "127.0.0.1";

    public final Path folder;
    public final int port = Ports.unused();

    /** A second port, for a scene with a proxy. */
    public final int upstreamPort = Ports.unused();

    private final Path capture;
    private final List<Closeable> started = new ArrayList<>();
    private Tcpdump tcpdump;
    private Wire wire;
    private boolean leavesOpen;

    public Stage(String name) throws IOException {
        Needs.root();
        Files.createDirectories(CAPTURES);
        folder = Files.createTempDirectory("linger-live");
        capture = CAPTURES.resolve(name + ".pcap");
    }

    /** Captures everything of both ports on loopback. */
    public void record(String... options) throws Exception {
        recordOnly("port " + port + " or port " + upstreamPort, options);
    }

    /** Captures on loopback what this filter lets pass. */
    public void recordOnly(String filter, String... options) throws Exception {
        tcpdump = keep(Tcpdump.onLoopback(folder, capture, port, filter, options));
    }

    /** Joins two namespaces; what the scene does from now on is done there. */
    public Wire wire(String delay) throws Exception {
        wire = keep(Wire.join(folder, delay));
        return wire;
    }

    /** Captures in this namespace of the wire. */
    public void record(Wire.End end) throws Exception {
        tcpdump = keep(Tcpdump.at(end, folder, capture, port));
    }

    /** Connections are meant to be open or lost when the capture stops. */
    public void leaveOpen() {
        leavesOpen = true;
    }

    /**
     * Waits until the kernel knows no connection of this scene any more, then stops the capture.
     */
    public Path finish() throws Exception {
        if (!leavesOpen) {
            for (int each : List.of(port, upstreamPort)) {
                KernelSockets.here(each).awaitNone();
            }
            if (wire != null) {
                wire.client().sockets(port).awaitNone();
                wire.server().sockets(port).awaitNone();
            }
        }
        tcpdump.stop();
        return capture;
    }

    /** Starts a program in the scene's folder. */
    public Program run(String... command) throws Exception {
        return keep(Program.start(folder, List.of(command)));
    }

    private Program serve(KernelSockets where, List<String> command) throws Exception {
        Program server = keep(Program.start(folder, command));
        where.awaitListener(server);
        return server;
    }

    /** nginx with these directives at the level of {@code http} and of {@code server}. */
    public Program nginx(String http, String server) throws Exception {
        return nginx(port, "", http, server);
    }

    /** nginx that speaks TLS with a certificate of its own. */
    public Program nginxWithTls(String http, String server) throws Exception {
        String[] request =
                "openssl req -x509 -nodes -newkey rsa:2048 -subj /CN=linger".split(" ", -1);
        Needs.program("openssl");
        List<String> command = new ArrayList<>(List.of(request));
        command.addAll(List.of("-keyout", "key.pem", "-out", "certificate.pem", "-days", "2"));
        command.addAll(List.of("-addext", "subjectAltName=IP:" + LOOPBACK));
        run(command.toArray(String[]::new)).await();
        String pair = "ssl_certificate certificate.pem; ssl_certificate_key key.pem; ";
        return nginx(port, "ssl", http, pair + server);
    }

    public Program nginx(int at, String listen, String http, String server) throws Exception {
        String address = (wire == null ? LOOPBACK : Wire.SERVER_ADDRESS) + ":" + at;
        List<String> command = nginxCommand(at, address + " " + listen, http, server);
        return serve(serverSockets(at), atServer(command));
    }

    /** nginx at the clients' end of the wire, on the second port. */
    public Program nginxAtClient(String http, String server) throws Exception {
        String address = LOOPBACK + ":" + upstreamPort;
        List<String> command = nginxCommand(upstreamPort, address, http, server);
        return serve(wire.client().sockets(upstreamPort), atClient(command));
    }

    private List<String> nginxCommand(int at, String listen, String http, String server)
            throws IOException {
        Needs.program("nginx");
        Path file = folder.resolve("nginx" + at + ".conf");
        Files.writeString(
                file,
                """
                user root;
                worker_processes 1;
                daemon off;
                pid nginx%1$d.pid;
                error_log error.log info;
                events {}
                http {
                    access_log off;
                    client_body_temp_path body;
                    proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                    %2$s
                    server {
                        listen %3$s;
                        root %4$s;
                        %5$s
                    }
                }
                """
                        .formatted(at, http, listen, folder, server));
        return List.of("nginx", "-p", folder.toString(), "-c", file.toString());
    }

    /** Tells the scene's nginx to {@code quit} or to {@code reload}. */
    public void tellNginx(String signal) throws Exception {
        tellNginx(port, signal);
    }

    public void tellNginx(int at, String signal) throws Exception {
        String file = folder.resolve("nginx" + at + ".conf").toString();
        run("nginx", "-p", folder.toString(), "-c", file, "-s", signal).await();
    }

    /** The server of {@code server.go}. */
    public Program go(String... flags) throws Exception {
        return go(port, flags);
    }

    public Program go(int at, String... flags) throws Exception {
        return go(GoPrograms.path("server"), at, flags);
    }

    /** The same, with these fields in its {@code http.Server}. */
    public Program goWith(String settings, String... flags) throws Exception {
        return go(GoPrograms.path("server", GoPrograms.SETTINGS, settings), port, flags);
    }

    private Program go(String program, int at, String... flags) throws Exception {
        String address = (wire == null ? LOOPBACK : Wire.SERVER_ADDRESS) + ":" + at;
        List<String> command = new ArrayList<>(List.of(program, "-addr", address));
        command.addAll(List.of(flags));
        return serve(serverSockets(at), atServer(command));
    }

    /** A Node program; {@code PORT} in it is the scene's port. */
    public Program node(String script) throws Exception {
        Needs.program("node");
        List<String> command = List.of("node", "-e", script.replace("PORT", "" + port));
        return serve(serverSockets(port), atServer(command));
    }

    /** A Node program that asks the scene's server, to its end. */
    public void nodeClient(String script) throws Exception {
        Needs.program("node");
        run("node", "-e", script.replace("PORT", "" + port)).await();
    }

    /** HAProxy that answers everything itself. */
    public Program haproxy(String defaults, String frontend) throws Exception {
        Needs.program("haproxy");
        Path file = folder.resolve("haproxy.cfg");
        Files.writeString(
                file,
                """
                global
                  nbthread 1 # a second one that is woken, too, counts for a connection meanwhile
                defaults
                  mode http
                  timeout client 5s
                  timeout server 5s
                  timeout connect 1s
                  %s
                frontend here
                  bind %s:%d
                  %s
                  http-request return status 200 content-type text/plain string ok
                """
                        .formatted(defaults, LOOPBACK, port, frontend));
        return serve(serverSockets(port), List.of("haproxy", "-db", "-f", file.toString()));
    }

    /** The client of {@code client.go}, to its end. */
    public void ask(String path, String... flags) throws Exception {
        asking(path, flags).await();
    }

    /** The client of {@code client.go}, started. */
    public Program asking(String path, String... flags) throws Exception {
        return asking(GoPrograms.path("client"), url(path), flags);
    }

    /** The same to its end, with these lines at this place of its source. */
    public void askWith(String place, String lines, String path, String... flags) throws Exception {
        asking(GoPrograms.path("client", place, lines), url(path), flags).await();
    }

    /** The client of {@code client.go} to its end; it asks what listens at the second port. */
    public void askProxy(String path, String... flags) throws Exception {
        String url = "http://" + LOOPBACK + ":" + upstreamPort + path;
        asking(GoPrograms.path("client"), url, flags).await();
    }

    private Program asking(String program, String url, String... flags) throws Exception {
        List<String> command = new ArrayList<>(List.of(program, "-url", url));
        command.addAll(List.of(flags));
        return keep(Program.start(folder, atClient(command)));
    }

    /** curl, to its end, whatever its status. */
    public void curl(String path, String... options) throws Exception {
        curling(path, options).await();
    }

    /** curl, started. */
    public Program curling(String path, String... options) throws Exception {
        Needs.program("curl");
        List<String> command = new ArrayList<>(List.of("curl", "-s", "-o", "/dev/null"));
        command.addAll(List.of(options));
        command.add(path.contains("://") ? path : url(path));
        return keep(Program.start(folder, atClient(command)));
    }

    /** A connection of our own, for what no well-behaved client does. */
    public Line line() throws IOException {
        Line line = new Line(new Socket(InetAddress.getLoopbackAddress(), port));
        started.add(line);
        return line;
    }

    /** The same, from this local port, where TIME_WAIT of an earlier connection may lie. */
    public Line line(int localPort) throws IOException {
        Socket socket = new Socket();
        started.add(socket);
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), localPort));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new Line(socket);
    }

    /** A connection whose receive buffer is soon full. */
    public Line narrowLine() throws IOException {
        Line line = new Line(Line.narrow(port));
        started.add(line);
        return line;
    }

    /** Address and port of the scene's server. */
    public String server() {
        return (wire == null ? LOOPBACK : Wire.SERVER_ADDRESS) + ":" + port;
    }

    public String url(String path) {
        return "http://" + server() + path;
    }

    /** A file of zeros below nginx's root. */
    public void file(String name, long bytes) throws IOException {
        try (var file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
            file.setLength(bytes);
        }
    }

    public KernelSockets sockets() {
        return serverSockets(port);
    }

    private KernelSockets serverSockets(int at) {
        return wire == null ? KernelSockets.here(at) : wire.server().sockets(at);
    }

    private List<String> atServer(List<String> command) {
        return wire == null ? command : wire.server().command(command);
    }

    private List<String> atClient(List<String> command) {
        return wire == null ? command : wire.client().command(command);
    }

    private <T extends Closeable> T keep(T closeable) {
        started.add(closeable);
        return closeable;
    }

    @Override
    public void close() throws IOException {
        for (Closeable each : started.reversed()) {
            each.close();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
