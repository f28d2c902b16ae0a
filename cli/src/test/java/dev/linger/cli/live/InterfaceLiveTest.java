package dev.linger.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.live.scene.Command;
import dev.linger.cli.live.scene.Listener;
import dev.linger.cli.live.scene.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listening to an interface that changes, or that carries more than plain packets. */
@RealPrograms
class InterfaceLiveTest {
    /** An exchange over HTTP in frames with these tags, sent by the end that is called "far". */
    private static final String TAGGED =
            """
            import socket, struct, sys
            tags = bytes.fromhex(sys.argv[1])
            out = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
            out.bind(('far', 0))
            sent = {'10.0.0.1': 1000, '10.0.0.2': 2000}
            def send(source, target, flags, text=b''):
                ports = (40000, 8080) if source == '10.0.0.1' else (8080, 40000)
                tcp = struct.pack('!HHIIBBHHH', *ports, sent[source], sent[target], 5 << 4,
                                  flags, 1000, 0, 0) + text
                ip = struct.pack('!BBHHHBBH', 0x45, 0, 20 + len(tcp), 1, 0, 64, 6, 0)
                ip += socket.inet_aton(source) + socket.inet_aton(target)
                out.send(bytes(12) + tags + b'\\x08\\x00' + ip + tcp)
                sent[source] += len(text) + (flags & 3 != 0)
            client, server = '10.0.0.1', '10.0.0.2'
            send(client, server, 0x02)
            send(server, client, 0x12)
            send(client, server, 0x18, b'GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n')
            send(server, client, 0x18, b'HTTP/1.1 204 No Content\\r\\n\\r\\n')
            send(client, server, 0x11)
            send(server, client, 0x11)
            send(client, server, 0x10)
            """;

    @TempDir private Path folder;
    private final String namespace = "lingeri" + ProcessHandle.current().pid();

    @BeforeEach
    void makeInterfaces() throws Exception {
        Needs.root();
        Needs.program("ip");
        ip("netns", "add", namespace);
        inside("ip", "link", "add", "near", "type", "veth", "peer", "name", "far");
        inside("ip", "link", "set", "near", "up");
        inside("ip", "link", "set", "far", "up");
    }

    @AfterEach
    void removeThem() throws Exception {
        ip("netns", "del", namespace);
    }

    private void ip(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words));
        run(command);
    }

    private List<String> there(List<String> command) {
        List<String> there = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        there.addAll(command);
        return there;
    }

    private void inside(String... words) throws Exception {
        run(there(List.of(words)));
    }

    private void run(List<String> command) throws Exception {
        Command ran = Command.run(folder, command);
        if (ran.status() != 0) {
            throw new IOException(command + ": " + ran.said());
        }
    }

    private Listener listen(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("explain", "--live"));
        arguments.addAll(List.of(options));
        return Listener.begin(folder, there(Listener.linger(arguments.toArray(String[]::new))));
    }

    @Test
    void anInterfaceThatGoesDownIsToldAndOneThatGoesIsTheEnd() throws Exception {
        try (Listener listener = listen("--interface", "near")) {
            inside("ip", "link", "set", "near", "down");
            inside("ip", "link", "del", "near");
            assertEquals("", listener.output());
            Command end = listener.end();
            assertEquals(2, end.status(), "nothing was seen");
            assertTrue(end.said().contains("near was down "), end.said());
            assertTrue(end.said().contains("near was removed "), end.said());
        }
    }

    @Test
    void whatPassesAfterAPauseIsSeen() throws Exception {
        Needs.program("python3");
        try (Listener listener = listen("--interface", "near")) {
            inside("ip", "link", "set", "near", "down");
            inside("ip", "link", "set", "near", "up");
            inside("python3", "-c", TAGGED, "");
            listener.signal("INT");
            String report = listener.output();
            assertTrue(report.contains(": 7 packets, 1 connection, "), report);
            assertTrue(report.contains("near was down "), report);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "81000007", "88a80005" + "81000007"})
    void packetsOfVirtualNetworksAreRead(String tags) throws Exception {
        readsTagged("near", tags);
    }

    @Test
    void theTagOfASentPacketIsNotInTheWay() throws Exception {
        readsTagged("far", "81000007");
    }

    private void readsTagged(String name, String tags) throws Exception {
        Needs.program("python3");
        Path saved = folder.resolve("saved.pcapng");
        String[] options = {
            "--interface", name, "--port", "8080", "--heads-only", "--save", saved.toString()
        };
        try (Listener listener = listen(options)) {
            inside("python3", "-c", TAGGED, tags);
            listener.signal("INT");
            String report = listener.output();
            assertTrue(report.contains(": 7 packets, 1 of 1 connection, "), report);
            assertTrue(report.contains("10.0.0.2:8080: 1 connection, 1 request"), report);
            assertTrue(report.contains("decided by the client, who closed first"), report);
        }
        Command again = Command.run(folder, Listener.linger("explain", saved.toString()));
        assertTrue(again.said().contains("10.0.0.2:8080: 1 connection, 1 request"));
        String hex = HexFormat.of().formatHex(Files.readAllBytes(saved));
        // The tag's type stands apart, in the link's header; what follows it is before the packet.
        assertTrue(tags.isEmpty() || hex.contains(tags.substring(4) + "0800" + "4500"), hex);
    }

    @Test
    void anInterfaceThatIsNotThereIsRefused() throws Exception {
        List<String> command = Listener.linger("explain", "--live", "--interface", "nosuch0");
        Command refused = Command.run(folder, there(command));
        assertEquals(
                "linger: --live --interface nosuch0: there is no interface of this name\n",
                refused.said());
        assertEquals(2, refused.status());
    }
}
