package dev.linger.bench.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server that runs, on core 0. Started and stopped by the thread that measures. */
final class Running implements AutoCloseable {
    /** The same for all on the JVM. */
    static final List<String> JVM =
            List.of(
                    "-XX:+UseSerialGC",
                    "-Xms512m",
                    "-Xmx512m",
                    "-XX:-UseDynamicNumberOfCompilerThreads",
                    "--enable-native-access=ALL-UNNAMED");

    private static final int FIRST_PORT = 18_000;
    private static final Path WORK = Path.of("bench/target/server");
    private static int ports = FIRST_PORT;

    private final Peer peer;
    private final int port;
    private final Process process;

    /** Ends it where this program is ended. */
    private final Thread hook;

    private Running(Peer peer, int port, Process process) {
        this.peer = peer;
        this.port = port;
        this.process = process;
        this.hook = new Thread(this::stop, "stops " + peer.word());
    }

    /**
     * @param certified certificate and key; empty where plain HTTP is spoken
     */
    static Running start(Peer peer, int bodyBytes, List<Path> certified)
            throws IOException, InterruptedException {
        int port = ports++;
        List<String> command = new ArrayList<>(List.of("taskset", "-c", "0"));
        command.addAll(command(peer, port, bodyBytes, certified));
        Path log = WORK.resolve(peer.word() + ".log");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        Running running = new Running(peer, port, process);
        Runtime.getRuntime().addShutdownHook(running.hook);
        running.awaitListening(log);
        return running;
    }

    private static List<String> command(Peer peer, int port, int bodyBytes, List<Path> certified)
            throws IOException {
        String number = String.valueOf(port);
        String length = String.valueOf(bodyBytes);
        return switch (peer) {
            case EPOLL -> List.of(WORK.resolve("epoll").toString(), number, length, "keep");
            case EPOLL_CLIENT ->
                    List.of(WORK.resolve("epoll").toString(), number, length, "client");
            case EPOLL_FIRST -> List.of(WORK.resolve("epoll").toString(), number, length, "first");
            case GO -> with(certified, WORK.resolve("go").toString(), number, length);
            case NGINX -> NginxSettings.command(WORK, port, bodyBytes, certified);
            case LINGER_LOOP,
                    LINGER_THREAD,
                    LINGER_FIRST,
                    LINGER_PROVIDER,
                    NETTY,
                    VERTX,
                    HELIDON,
                    JETTY,
                    UNDERTOW,
                    ROBAHO,
                    JDK ->
                    with(certified, jvm(peer, number, length));
        };
    }

    private static List<String> with(List<Path> certified, String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        certified.forEach(file -> all.add(file.toString()));
        return all;
    }

    private static String[] jvm(Peer peer, String port, String length) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("dev.linger.bench.peers.Peer", peer.word(), port, length));
        return command.toArray(String[]::new);
    }

    private void awaitListening(Path log) throws IOException, InterruptedException {
        for (int i = 0; i < 300; i++) {
            if (!process.isAlive()) {
                break;
            }
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port));
                return;
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        close();
        throw new IOException(peer.word() + " does not listen: " + Files.readString(log).strip());
    }

    Peer peer() {
        return peer;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** Processor time that it has taken until now, in nanoseconds. */
    long processorNanos() {
        return ProcessorClock.nanos(process.toHandle());
    }

    /** What its JVM's compilers have taken of that. */
    long compilerNanos() throws IOException {
        long nanos = 0;
        try (DirectoryStream<Path> threads =
                Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path thread : threads) {
                nanos += compilerNanos(thread);
            }
        }
        return nanos;
    }

    private static long compilerNanos(Path thread) throws IOException {
        try {
            if (!Files.readString(thread.resolve("comm")).matches("C[12] Compiler(?s:.*)")) {
                return 0;
            }
            String times = Files.readString(thread.resolve("schedstat"));
            return Long.parseLong(times.substring(0, times.indexOf(' ')));
        } catch (IOException e) {
            if (Files.exists(thread)) {
                throw e;
            }
            return 0; // it has ended since it was listed; compilers do not
        }
    }

    /** Its resident memory and that of its children, in bytes. */
    long residentBytes() throws IOException {
        long bytes = residentBytes(process.pid());
        for (ProcessHandle child : process.descendants().toList()) {
            bytes += residentBytes(child.pid());
        }
        return bytes;
    }

    private static long residentBytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new IOException("process " + pid + " has ended");
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            return; // the hook finds it stopped
        }
    }

    private void stop() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                children.forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
