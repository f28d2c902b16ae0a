package dev.linger.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostCountersTest {
    @TempDir private Path folder;

    @Test
    void countsAConnectionThatIsOpenedHere() throws IOException {
        HostCounters before = HostCounters.read();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            assertTrue(client.isConnected());
            HostCounters after = HostCounters.read();

            for (String name : new String[] {"Tcp.ActiveOpens", "Tcp.PassiveOpens"}) {
                assertTrue(
                        after.of(name).orElseThrow() > before.of(name).orElseThrow(),
                        name + " did not grow");
            }
            assertTrue(after.of("sockstat.TCP.inuse").orElseThrow() >= 1);
        }
    }

    @Test
    void readsNamesAboveNumbers() throws IOException {
        Files.writeString(
                folder.resolve("netstat"),
                "TcpExt: SyncookiesSent ListenDrops\nTcpExt: 3 18446744073709551615\n");
        Files.writeString(
                folder.resolve("snmp"), "Tcp: MaxConn ActiveOpens \nTcp: -1 62 \nUdp: In\nIp: 3\n");

        HostCounters counters = HostCounters.read(folder);

        assertEquals(OptionalLong.of(3), counters.of("TcpExt.SyncookiesSent"));
        assertEquals(OptionalLong.of(-1), counters.of("TcpExt.ListenDrops"));
        assertEquals(OptionalLong.of(-1), counters.of("Tcp.MaxConn"));
        assertEquals(OptionalLong.of(62), counters.of("Tcp.ActiveOpens"));
        assertEquals(4, counters.values().size());
    }

    @Test
    void readsKindsOfSockets() throws IOException {
        Files.writeString(
                folder.resolve("sockstat"), "sockets: used 17\nTCP: inuse 1 orphan 0 tw 5\n");
        Files.writeString(folder.resolve("sockstat6"), "TCP6: inuse 2\n");
        Files.writeString(folder.resolve("snmp6"), "Ip6InReceives      \t7\n");

        HostCounters counters = HostCounters.read(folder);

        assertEquals(OptionalLong.of(5), counters.of("sockstat.TCP.tw"));
        assertEquals(OptionalLong.of(2), counters.of("sockstat6.TCP6.inuse"));
        assertEquals(OptionalLong.of(7), counters.of("snmp6.Ip6InReceives"));
        assertEquals(OptionalLong.of(17), counters.of("sockstat.sockets.used"));
    }

    @Test
    void aThreadInANetworkOfItsOwnCountsThere() throws Exception {
        assumeTrue(
                System.getProperty("user.name").equals("root"),
                "a network namespace of our own takes root");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            assertTrue(client.isConnected(), "the host's network counts one at least");
            FutureTask<OptionalLong> opens =
                    new FutureTask<>(() -> {
                        OwnNetwork.enter();
                        return HostCounters.read().of("Tcp.ActiveOpens");
                    });
            new Thread(opens).start();
            assertEquals(OptionalLong.of(0), opens.get());
        }
    }

    @Test
    void addsTheProcessorsOfConnectionTracking() throws IOException {
        Files.createDirectory(folder.resolve("stat"));
        Files.writeString(
                folder.resolve("stat/nf_conntrack"),
                """
                entries  found drop early_drop
                0000000a  00000001 0000000f 00000000
                0000000a  00000002 00000001 00000004
                """);

        HostCounters counters = HostCounters.read(folder);

        assertEquals(OptionalLong.of(10), counters.of("conntrack.entries"));
        assertEquals(OptionalLong.of(16), counters.of("conntrack.drop"));
        assertEquals(OptionalLong.of(4), counters.of("conntrack.early_drop"));
    }

    @Test
    void saysWhyACounterIsAbsent() throws IOException {
        Files.writeString(folder.resolve("netstat"), "TcpExt: ListenDrops\nTcpExt: many\n");

        HostCounters counters = HostCounters.read(folder);

        assertEquals(OptionalLong.empty(), counters.of("conntrack.drop"));
        assertEquals(
                folder.resolve("stat/nf_conntrack") + " is not there or may not be read",
                counters.whyAbsent("conntrack.drop"));
        assertEquals(
                "the kernel prints no number but \"many\"",
                counters.whyAbsent("TcpExt.ListenDrops"));
        assertEquals(
                "TcpExt.TWKilled is not counted by this kernel",
                counters.whyAbsent("TcpExt.TWKilled"));
    }
}
