package dev.linger.cli.live.scene;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A running capture. That it has begun, and that it holds everything, is known by datagrams that
 * are sent through it: the file contains them in order with the packets of the scene.
 */
public final class Tcpdump implements Closeable {
    private static final String BEGIN = "linger-begin";
    private static final String END = "linger-end";

    /** Sends a datagram with this text where the capture sees it. */
    @FunctionalInterface
    private interface Marker {
        void send(String text) throws Exception;
    }

    private final Program program;
    private final Path file;
    private final Marker marker;

    /** What was looked through, in bytes of the file. */
    private long seen;

    private Tcpdump(Program program, Path file, Marker marker) throws Exception {
        this.program = program;
        this.file = file;
        this.marker = marker;
        Wait.until(
                "tcpdump captures",
                () -> {
                    if (!program.isRunning()) {
                        throw new IOException("tcpdump ended at once: " + program.errors());
                    }
                    marker.send(BEGIN);
                    return holds(BEGIN);
                });
    }

    public static Tcpdump onLoopback(
            Path folder, Path file, int port, String filter, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of(options));
        if (!words.contains("-i")) {
            words.addAll(List.of("-i", "lo"));
        }
        words.add("(" + filter + ") or udp port " + port);
        Program program = start(folder, List.of(), file, words);
        return new Tcpdump(program, file, text -> datagram(port, text));
    }

    public static Tcpdump at(Wire.End end, Path folder, Path file, int port) throws Exception {
        List<String> words = List.of("-i", end.namespace(), "port " + port + " or udp port 9");
        Program program = start(folder, end.command(List.of()), file, words);
        return new Tcpdump(program, file, end::mark);
    }

    private static Program start(Path folder, List<String> before, Path file, List<String> words)
            throws IOException {
        Needs.program("tcpdump");
        Files.deleteIfExists(file);
        List<String> command = new ArrayList<>(before);
        // Not in immediate mode, where each packet takes a slot of the snap length and 500 of them
        // fill 64 MiB: in blocks they lie close, and wait up to a second until their block is read.
        command.addAll(List.of("tcpdump", "-n", "-U", "-B", "65536"));
        command.addAll(List.of("-w", file.toString()));
        command.addAll(words);
        return Program.start(folder, command);
    }

    private static void datagram(int port, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        try (DatagramSocket socket = new DatagramSocket()) {
            InetAddress here = InetAddress.getLoopbackAddress();
            socket.send(new DatagramPacket(bytes, bytes.length, here, port));
        }
    }

    /** Whether this text is in what was written since the last look, or across its end. */
    private boolean holds(String text) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (InputStream written = Files.newInputStream(file)) {
            written.skipNBytes(Math.max(0, seen - text.length()));
            byte[] bytes = written.readAllBytes();
            seen = Math.max(0, seen - text.length()) + bytes.length;
            return new String(bytes, StandardCharsets.ISO_8859_1).contains(text);
        }
    }

    /** Ends the capture once everything up to now is in the file. */
    public void stop() throws Exception {
        marker.send(END);
        Wait.until("tcpdump has written everything", () -> holds(END));
        close();
        if (!program.errors().contains("\n0 packets dropped by kernel")) {
            throw new IOException("the capture has holes: " + program.errors());
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
