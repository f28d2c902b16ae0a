package dev.linger.diagnosis.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.Weight;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What changed settings are said to do. */
class SettingRulesTest {

    @Test
    void saysNothingButHealthyThingsOfAHostAsDelivered() {
        assertEquals(List.of(), Seen.usual().remarks());
        List<String> healthy =
                HostRules.look(Seen.usual().host()).stream().map(Remark::id).toList();
        assertEquals(
                List.of("accept-queue", "conntrack-table", "file-limits", "usual-settings"),
                healthy);
    }

    @Test
    void countsWhatIsAsDelivered() {
        List<Remark> remarks = HostRules.look(Seen.usual().host());
        assertEquals("9 settings of TCP are as Linux delivers them", remarks.getLast().what());
    }

    @ParameterizedTest
    @CsvSource({
        "net.ipv4.tcp_fin_timeout, 10, fin-timeout, NOTICE",
        "net.ipv4.tcp_tw_reuse, 1, tw-reuse, NOTICE",
        "net.ipv4.tcp_tw_reuse, 0, tw-reuse, NOTICE",
        "net.ipv4.tcp_tw_recycle, 1, tw-recycle, CRITICAL",
        "net.ipv4.tcp_timestamps, 0, timestamps, WARNING",
        "net.ipv4.tcp_rfc1337, 1, rfc1337, NOTICE",
        "net.ipv4.tcp_syncookies, 0, syn-cookies, NOTICE",
        "net.ipv4.tcp_syncookies, 2, syn-cookies, WARNING",
        "net.ipv4.tcp_abort_on_overflow, 1, abort-on-overflow, WARNING",
        "net.ipv4.tcp_retries2, 5, retries, WARNING",
        "net.ipv4.tcp_retries2, 8, retries, NOTICE",
        "net.ipv4.tcp_keepalive_time, 600, keepalive-time, NOTICE",
        "net.ipv4.tcp_max_tw_buckets, 5000, time-wait-overflow, NOTICE",
        "net.core.somaxconn, 128, backlog, NOTICE",
        "net.netfilter.nf_conntrack_tcp_timeout_established, 3600, conntrack-timeouts, WARNING",
        "net.netfilter.nf_conntrack_tcp_timeout_time_wait, 30, conntrack-timeouts, NOTICE",
        "net.netfilter.nf_conntrack_tcp_timeout_close_wait, 10, conntrack-timeouts, NOTICE"
    })
    void aChangedSettingIsOneRemark(String name, String value, String id, Weight weight) {
        Remark remark = Seen.usual().set(name, value).only();
        assertEquals(id, remark.id());
        assertEquals(weight, remark.weight());
        assertTrue(
                remark.evidence().getFirst().startsWith(name + " = " + value),
                remark.evidence().toString());
    }

    @Test
    void finTimeoutIsCalledFolklore() {
        Remark remark = Seen.usual().set("net.ipv4.tcp_fin_timeout", "10").only();
        assertEquals("tcp_fin_timeout is 10 s, which does nothing for TIME_WAIT", remark.what());
        assertTrue(remark.soWhat().startsWith("folklore: TIME_WAIT lasts 60 s"), remark.soWhat());
    }

    @Test
    void recycleInAFileIsNamedWithItsLine() {
        Remark remark = Seen.usual().written("net.ipv4.tcp_tw_recycle", "1").only();
        assertEquals(Weight.NOTICE, remark.weight());
        assertEquals(List.of("/etc/sysctl.conf:7: net.ipv4.tcp_tw_recycle = 1"), remark.evidence());
    }

    @Test
    void reuseWithoutTimestampsIsVain() {
        List<Remark> remarks =
                Seen.usual()
                        .set("net.ipv4.tcp_tw_reuse", "1")
                        .set("net.ipv4.tcp_timestamps", "0")
                        .remarks();
        assertEquals(
                List.of(
                        "tcp_tw_reuse is on without effect, because TCP timestamps are off",
                        "TCP timestamps are off"),
                remarks.stream().map(Remark::what).toList());
    }

    @Test
    void reuseOffIsUsualBeforeLinux419() {
        Seen old = Seen.usual().kernel("4.18.0-553.el8").set("net.ipv4.tcp_tw_reuse", "0");
        assertEquals(List.of(), old.remarks());
    }

    @Test
    void aShortQueueIsUsualBeforeLinux54() {
        assertEquals(
                List.of(),
                Seen.usual().kernel("5.3.18").set("net.core.somaxconn", "128").remarks());
    }

    @Test
    void probesBeforeCloudsForgetAreHealthy() {
        Seen early = Seen.usual().set("net.ipv4.tcp_keepalive_time", "120");
        assertEquals(List.of(), early.remarks());
        assertTrue(
                HostRules.look(early.host()).stream()
                        .anyMatch(one ->
                                one.what().startsWith("keep-alive probes begin after 120 s")));
    }

    @Test
    void namesThoseWhoForgetBeforeTheFirstProbe() {
        Remark remark = Seen.usual().set("net.ipv4.tcp_keepalive_time", "400").only();
        assertTrue(
                remark.soWhat()
                        .contains(
                                "Azure Load Balancer (240 s), AWS Network Load Balancer and NAT"
                                        + " gateway (350 s). "),
                remark.soWhat());
    }

    @Test
    void retransmissionsAddUpAsRfc1122Counts() {
        assertEquals(102_200, Retries.millis(8));
        assertEquals(924_600, Retries.millis(15));
    }

    @Test
    void settingsThatWereNotReadAreNoRemarks() {
        Host nothing =
                new Host(
                        new Kernel(""),
                        new Settings(java.util.Map.of()),
                        new Counters(java.util.Map.of()),
                        new Sockets(0, 0, 0, List.of(), List.of(), List.of()),
                        List.of(),
                        List.of());
        assertEquals(List.of(), HostRules.look(nothing));
    }
}
