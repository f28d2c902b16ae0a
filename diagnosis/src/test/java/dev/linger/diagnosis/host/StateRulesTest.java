package dev.linger.diagnosis.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.Weight;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counters, sockets and processes are said to show. */
class StateRulesTest {

    @ParameterizedTest
    @CsvSource({
        "256, 511, 1, WARNING",
        "512, 511, 1, CRITICAL",
        "65, -1, 1, WARNING",
        "1, 0, 1, CRITICAL",
        "0, 0, 0, ",
        "255, 511, 0, "
    })
    void aCrowdedQueueIsAWarningAndAFullOneCritical(
            long waiting, long room, int remarks, Weight weight) {
        Seen seen = Seen.usual().listening("[::]:8080", 8080, waiting, room);
        assertEquals(remarks, seen.remarks().size());
        seen.remarks().forEach(one -> assertEquals(weight, one.weight()));
    }

    @ParameterizedTest
    @CsvSource({"5, NOTICE", "500, WARNING"})
    void overflowsWeighByTheirShare(long overflows, Weight weight) {
        Remark remark =
                Seen.usual()
                        .count("TcpExt.ListenOverflows", overflows)
                        .count("TcpExt.ListenDrops", overflows)
                        .only();
        assertEquals("accept-queue", remark.id());
        assertEquals(weight, remark.weight());
    }

    @Test
    void aLowCapIsAWarningWhereQueuesOverflowed() {
        List<Remark> remarks =
                Seen.usual()
                        .set("net.core.somaxconn", "511")
                        .count("TcpExt.ListenOverflows", 3)
                        .remarks();
        assertEquals(Weight.WARNING, remarks.getFirst().weight());
        assertEquals(
                List.of(
                        "net.core.somaxconn = 511 (usual: 4096)",
                        "TcpExt.ListenOverflows 3",
                        "1 listening socket with exactly this room"),
                remarks.getFirst().evidence());
    }

    @ParameterizedTest
    @CsvSource({"900, 10, NOTICE", "900, 800, WARNING"})
    void cookiesThatComeBackAreClients(long sent, long cameBack, Weight weight) {
        Remark remark =
                Seen.usual()
                        .count("TcpExt.SyncookiesSent", sent)
                        .count("TcpExt.SyncookiesRecv", cameBack)
                        .only();
        assertEquals("syn-cookies", remark.id());
        assertEquals(weight, remark.weight());
    }

    @Test
    void cookiesOfAFloodAskForNothing() {
        assertEquals(List.of(), Seen.usual().count("TcpExt.SyncookiesSent", 900).only().fix());
    }

    @Test
    void cookiesOfClientsAskForALongerListenBacklogAlone() {
        Remark remark =
                Seen.usual()
                        .set("net.ipv4.tcp_max_syn_backlog", "128")
                        .count("TcpExt.SyncookiesSent", 900)
                        .count("TcpExt.SyncookiesRecv", 800)
                        .only();
        assertEquals(
                List.of("# nginx: listen PORT backlog=4096;   Tomcat: acceptCount=\"4096\""),
                remark.fix());
    }

    @Test
    void dropsWithoutAnOverflowAreNoFullAcceptQueue() {
        Remark remark = Seen.usual().count("TcpExt.ListenDrops", 7).only();
        assertEquals(
                "7 packets of handshakes were dropped, and not for a full accept queue",
                remark.what());
        assertEquals(
                2,
                Seen.usual()
                        .count("TcpExt.ListenOverflows", 3)
                        .count("TcpExt.ListenDrops", 7)
                        .remarks()
                        .size());
    }

    @Test
    void onlyWhatWasReadIsHealthy() {
        List<String> said = HostRules.look(Seen.usual().host()).stream().map(Remark::what).toList();
        assertTrue(
                said.contains("accept queues: 1 listening socket, none more than half full"),
                said.toString());
        assertTrue(
                said.contains("the connection tracker's table is < 0.1 % full"), said.toString());
        said =
                HostRules.look(
                                Seen.usual()
                                        .count("TcpExt.ListenOverflows", 0)
                                        .count("conntrack.drop", 0)
                                        .listening("[::]:81", 81, 0, -1)
                                        .host())
                        .stream()
                        .map(Remark::what)
                        .toList();
        assertTrue(
                said.contains("accept queues: 2 listening sockets, none ever overflowed"),
                said.toString());
        assertTrue(
                said.contains("the connection tracker's table is < 0.1 % full and was never full"),
                said.toString());
    }

    @ParameterizedTest
    @CsvSource({"14115, 14000, WARNING", "14117, 14000, WARNING", "25000, 14000, CRITICAL"})
    void portsToOneDestinationWeighByTheirShare(long ports, long waiting, Weight weight) {
        // 28,232 ports; 14,116 are half of them
        List<Remark> remarks = Seen.usual().to("10.0.0.1", "10.0.0.2:80", ports, waiting).remarks();
        assertEquals(ports >= 14_116 ? 1 : 0, remarks.size());
        remarks.forEach(one -> assertEquals(weight, one.weight()));
    }

    @Test
    void noFixLowersWhatIsHigher() {
        Seen seen =
                Seen.usual()
                        .set("net.ipv4.ip_local_port_range", "1024\t65535")
                        .set("net.ipv4.tcp_tw_reuse", "1")
                        .set("net.ipv4.tcp_max_tw_buckets", "524288")
                        .set("net.core.somaxconn", "65535")
                        .count("TcpExt.TCPTimeWaitOverflow", 40)
                        .count("TcpExt.SyncookiesSent", 900)
                        .count("TcpExt.SyncookiesRecv", 800)
                        .process("java", 900_000, 1_000_000)
                        .listening("[::]:443", 443, 6000, 8000)
                        .to("10.0.0.1", "10.0.0.2:80", 60_000, 20);
        List<String> settings =
                seen.remarks().stream()
                        .flatMap(one -> one.fix().stream())
                        .filter(line -> !line.startsWith("#") || line.contains("backlog="))
                        .toList();
        assertEquals(
                List.of(
                        "# nginx: listen PORT backlog=16000;   Tomcat: acceptCount=\"16000\"",
                        "# nginx: listen PORT backlog=4096;   Tomcat: acceptCount=\"4096\"",
                        "net.ipv4.tcp_max_tw_buckets = 1048576",
                        "[Service]",
                        "LimitNOFILE=2000000"),
                settings);
    }

    @Test
    void aRangeOfPortsIsWidenedWhereItIsNot() {
        Remark remark =
                Seen.usual()
                        .set("net.ipv4.ip_local_port_range", "2048\t60999")
                        .to("10.0.0.1", "10.0.0.2:80", 50_000, 40_000)
                        .only();
        assertEquals(
                List.of("net.ipv4.ip_local_port_range = 2048 65535", "net.ipv4.tcp_tw_reuse = 1"),
                remark.fix().subList(2, 4));
    }

    @Test
    void portsThatReuseGivesBackAreANotice() {
        Remark remark = Seen.usual().to("127.0.0.1", "127.0.0.1:80", 27_000, 26_990).only();
        assertEquals(Weight.NOTICE, remark.weight());
        assertTrue(remark.soWhat().contains("tcp_tw_reuse"), remark.soWhat());
    }

    @Test
    void openConnectionsAreNotToldToBeKeptNorThatTimeWaitBeReused() {
        Remark remark = Seen.usual().to("10.0.0.1", "10.0.0.2:80", 27_000, 0).only();
        assertEquals(
                List.of(
                        "# these are open, not in TIME_WAIT; see whose they are: ss -tnp dst"
                                + " 10.0.0.2:80",
                        "# then fewer of them (a smaller pool, or one for all), or more addresses,"
                                + " here or there",
                        "# /etc/sysctl.d/90-tcp.conf, then sysctl --system",
                        "net.ipv4.ip_local_port_range = 10240 65535"),
                remark.fix());
    }

    @Test
    void portsThatReuseGivesBackLateAreStillTaken() {
        Seen seen =
                Seen.usual()
                        .set("net.ipv4.tcp_tw_reuse_delay", "40000")
                        .to("127.0.0.1", "127.0.0.1:80", 27_000, 26_990);
        assertEquals(Weight.CRITICAL, seen.only().weight());
        Remark early = seen.set("net.ipv4.tcp_tw_reuse_delay", "20000").only();
        assertEquals(Weight.NOTICE, early.weight());
        assertTrue(early.soWhat().contains("after 20 s, because of"), early.soWhat());
        assertEquals(
                "net.ipv4.tcp_tw_reuse_delay = 20000 (usual: 1000, milliseconds)",
                early.evidence().getLast());
    }

    @Test
    void reservedPortsAreNotCounted() {
        Remark remark =
                Seen.usual().set("net.ipv4.ip_local_reserved_ports", "33000-52999,60000").only();
        assertEquals("port-range", remark.id());
        assertEquals(Weight.WARNING, remark.weight());
        assertEquals(
                "outgoing connections have 8,231 ports, fewer than Linux delivers", remark.what());
        assertEquals(
                List.of("# reserve fewer ports in net.ipv4.ip_local_reserved_ports"), remark.fix());
    }

    @Test
    void whatIsReservedForServersAsAdvisedIsNoLoss() {
        Seen seen = Seen.usual().listening("0.0.0.0:35000", 35_000, 0, 511);
        assertEquals(1, seen.remarks().size());
        assertEquals(List.of(), seen.set("net.ipv4.ip_local_reserved_ports", "35000").remarks());
    }

    @Test
    void aServerInsideTheRangeIsNamedAndReserved() {
        Remark remark =
                Seen.usual()
                        .listening("0.0.0.0:35000", 35_000, 0, 511)
                        .listening("[::]:35000", 35_000, 0, 511)
                        .only();
        assertEquals(
                "2 listening sockets use ports of the range for outgoing connections",
                remark.what());
        assertEquals("net.ipv4.ip_local_reserved_ports = 35000", remark.fix().getLast());
    }

    @Test
    void timeWaitIsHealthyHoweverMany() {
        Seen many = Seen.usual().timeWait(100_000, 5);
        assertEquals(List.of(), many.remarks());
        assertTrue(
                HostRules.look(many.host()).stream()
                        .anyMatch(one ->
                                one.what()
                                        .equals(
                                                "100,005 TIME_WAIT hold 25.6 MB of kernel"
                                                        + " memory")));
    }

    @Test
    void aTableOfTimeWaitThatWasFullIsAWarning() {
        Remark remark = Seen.usual().count("TcpExt.TCPTimeWaitOverflow", 40).only();
        assertEquals(
                "40 connections ended without TIME_WAIT: the table of TIME_WAIT was full",
                remark.what());
        assertEquals(Weight.WARNING, remark.weight());
    }

    @Test
    void aTableOfTimeWaitThatIsNearlyFullIsAWarning() {
        Remark remark = Seen.usual().count("sockstat.TCP.tw", 110_000).only();
        assertEquals("the table of TIME_WAIT is 84 % full", remark.what());
    }

    @Test
    void aTableOfTimeWaitWithMoreThanItMayHoldIsFull() {
        Remark remark =
                Seen.usual()
                        .set("net.ipv4.tcp_max_tw_buckets", "20")
                        .count("sockstat.TCP.tw", 57)
                        .only();
        assertEquals("the table of TIME_WAIT is full", remark.what());
    }

    @Test
    void standingCloseWaitsAreTheProgramsFault() {
        Remark remark = Seen.usual().closeWait("java", 20).closeWait("curl", 19).only();
        assertEquals("java holds 20 connections that the other end has closed", remark.what());
        assertEquals(
                List.of("20 sockets in CLOSE_WAIT, opened to 10.0.0.2:443"), remark.evidence());
    }

    @Test
    void abortsAreExplainedFromAHundredthOn() {
        assertEquals(List.of(), Seen.usual().count("TcpExt.TCPAbortOnClose", 1_009).remarks());
        Remark remark = Seen.usual().count("TcpExt.TCPAbortOnClose", 2_020).only();
        assertEquals("2 % of the connections were aborted: TCPAbortOnClose", remark.what());
        assertEquals(Weight.NOTICE, remark.weight());
    }

    @ParameterizedTest
    @CsvSource({"16384, WARNING", "65536, CRITICAL"})
    void orphansCountFromAQuarterOn(long orphans, Weight weight) {
        Remark remark = Seen.usual().count("sockstat.TCP.orphan", orphans).only();
        assertEquals("orphans", remark.id());
        assertEquals(weight, remark.weight());
    }

    @ParameterizedTest
    @CsvSource({
        "sockstat.TCP.mem, 122206, WARNING",
        "sockstat.TCP.mem, 183306, CRITICAL",
        "TcpExt.TCPAbortOnMemory, 1, WARNING"
    })
    void shortMemoryIsSaid(String counter, long value, Weight weight) {
        Remark remark = Seen.usual().count(counter, value).only();
        assertEquals("tcp-memory", remark.id());
        assertEquals(weight, remark.weight());
    }

    @ParameterizedTest
    @CsvSource({"196608, WARNING", "249037, CRITICAL"})
    void aTrackersTableWeighsByItsFill(String count, Weight weight) {
        Remark remark = Seen.usual().set("net.netfilter.nf_conntrack_count", count).only();
        assertEquals("conntrack-table", remark.id());
        assertEquals(weight, remark.weight());
    }

    @Test
    void aTrackerThatDroppedIsAWarning() {
        Remark remark = Seen.usual().count("conntrack.drop", 3).only();
        assertEquals("the connection tracker's table has been full", remark.what());
    }

    @ParameterizedTest
    @CsvSource({
        "java, 3300, 4096, WARNING",
        "java, 4000, 4096, CRITICAL",
        "nginx, 10, 1024, NOTICE"
    })
    void fewFilesLeftAreSaid(String program, long open, long limit, Weight weight) {
        Remark remark = Seen.usual().process(program, open, limit).only();
        assertEquals("file-limits", remark.id());
        assertEquals(weight, remark.weight());
    }

    @Test
    void workersOfOneProgramAreToldTogether() {
        Seen seen = Seen.usual().process("other", 900, 1000);
        for (int worker = 0; worker < 10; worker++) {
            seen.process("sockets", 850 + worker, 1000);
        }
        assertEquals(
                List.of(
                        "other has opened 90 % of the files that it may open",
                        "10 processes sockets: the fullest has opened 86 % of the files that it may"
                                + " open"),
                seen.remarks().stream().map(Remark::what).toList());
        assertEquals(8, seen.remarks().getLast().evidence().size());
    }

    @Test
    void filesOfTheHostAreSaid() {
        Remark remark = Seen.usual().set("fs.file-nr", "90000\t0\t100000").only();
        assertEquals("90 % of this host's open files are taken", remark.what());
    }
}
