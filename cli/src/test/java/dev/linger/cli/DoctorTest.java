package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.doctor.Doctor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command doctor, with hosts and configurations made of files. */
class DoctorTest {
    private static final String TCP =
            """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4294967290 1 0
               1: 0100007F:1F90 0100007F:8000 06 00000000:00000000 03:00000000 00000000     0        0 0 3 0
               2: 0100000A:8002 0200000A:01BB 06 00000000:00000000 03:00000000 00000000     0        0 0 3 0
               3: 0100000A:8004 0200000A:01BB 01 00000000:00000000 00:00000000 00000000     0        0 4294967291 1 0
            """;

    @TempDir private Path root;

    private void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @BeforeEach
    void makeHost() throws IOException {
        write("proc/sys/kernel/osrelease", "6.12.4\n");
        write("proc/sys/net/ipv4/tcp_fin_timeout", "10\n");
        write("proc/sys/net/ipv4/tcp_abort_on_overflow", "1\n");
        write("proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n");
        write("proc/sys/net/core/somaxconn", "4096\n");
        write("proc/self/net/netstat", "TcpExt: TW ListenOverflows\nTcpExt: 5 0\n");
        write("proc/self/net/snmp", "Tcp: ActiveOpens PassiveOpens\nTcp: 2 900\n");
        write("proc/self/net/sockstat", "TCP: inuse 1 orphan 0 tw 2 alloc 1 mem 1\n");
        write("proc/self/net/tcp", TCP);
        write("etc/sysctl.conf", "# old\n-net/ipv4/tcp_tw_recycle = 1\n");
    }

    private Ran doctor(String system, String... arguments) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream err =
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(out, err, 80, false, false);
        int status = new Doctor(Asked.of(Command.DOCTOR, arguments), terminal, root, system).run();
        return new Ran(status, out.toString(StandardCharsets.UTF_8), "");
    }

    @Test
    void tellsWhatAHostsFilesSay() throws IOException {
        Ran ran = doctor("Linux");
        assertEquals(ran.expected("doctor"), ran.out());
        assertEquals(0, ran.status());
    }

    @Test
    void aCheckEndsWithOneWhereSomethingIsWrong() throws IOException {
        assertEquals(1, doctor("Linux", "--check").status());
        write("proc/sys/net/ipv4/tcp_abort_on_overflow", "0\n");
        assertEquals(0, doctor("Linux", "--check").status());
    }

    @Test
    void eachLineOfJsonHasEveryKey() throws IOException {
        List<String> lines = doctor("Linux", "--json").out().lines().toList();
        assertTrue(
                lines.getFirst()
                        .startsWith(
                                "{\"id\":\"abort-on-overflow\",\"weight\":\"warning\",\"what\":\""),
                lines.getFirst());
        for (String line : lines) {
            assertTrue(
                    line.matches(
                            "\\{\"id\":.*,\"weight\":.*,\"what\":.*,\"evidence\":\\[\".*\\],\"so_what\":"
                                    + ".*,\"fix\":\\[.*\\],\"source\":.*\\}"),
                    line);
        }
    }

    @Test
    void anotherSystemIsRefusedInASentence() {
        assertEquals(
                "doctor knows hosts that run Linux, and this one runs Mac OS X; it can still check"
                        + " configurations: linger doctor --config FILE",
                assertThrows(Refusal.class, () -> doctor("Mac OS X")).getMessage());
    }

    @Test
    void configurationsAreCheckedOnAnySystem() throws IOException {
        write("a.conf", "server { keepalive_timeout 0; }");
        Ran ran = doctor("Mac OS X", "--config", root.resolve("a.conf").toString(), "--check");
        assertEquals(1, ran.status());
        assertTrue(ran.out().contains("/a.conf:1: keepalive_timeout 0"), ran.out());
    }

    @Test
    void aHostWithoutProcIsRefusedInASentence() {
        root = root.resolve("empty");
        String said =
                String.valueOf(assertThrows(Refusal.class, () -> doctor("Linux")).getMessage());
        assertTrue(said.startsWith("nothing of this host can be read in " + root), said);
    }

    @Test
    void includesAreFoundBesideTheMainFileOrTheIncludingOne() throws IOException {
        write("nginx/nginx.conf", "http {\n include sites/*.conf;\n include gone.conf;\n}");
        write("nginx/sites/b.conf", "include snippets/keep.conf; include beside.inc;\n");
        write("nginx/sites/.hidden.conf", "not a configuration {");
        write("nginx/snippets/keep.conf", "keepalive_timeout 3s;");
        write("nginx/sites/beside.inc", "server { listen 8080; }");
        Ran ran = doctor("Linux", "--config", root.resolve("nginx/nginx.conf").toString());
        assertTrue(ran.out().startsWith("1 configuration: 1 server, 0 upstreams\n"), ran.out());
        String folded = ran.out().replaceAll("\\s+", " ");
        assertTrue(folded.contains("keep.conf:1: keepalive_timeout 3s"), folded);
        assertTrue(folded.contains("nginx.conf:3: the included gone.conf is not there"), folded);
    }

    @Test
    void anOpenBracketInAPatternStandsForItself() throws IOException {
        write("nginx.conf", "http {\n include sites/[a;\n}");
        write("sites/[a", "server { listen 8080; keepalive_timeout 0; }");
        Ran ran = doctor("Linux", "--config", root.resolve("nginx.conf").toString());
        assertTrue(ran.out().contains("/sites/[a:1: keepalive_timeout 0"), ran.out());
    }

    @Test
    void aNameThatNoFileCanHaveIsNoted() throws IOException {
        write("nginx.conf", "http { include \"a\0b\"; server { listen 1; } }\n");
        String out = doctor("Linux", "--config", root.resolve("nginx.conf").toString()).out();
        assertTrue(out.replaceAll("\\s+", " ").contains("is no name of a file here"), out);
    }

    @Test
    void aNameOfOtherLettersIsFoundWhereFilesMayHaveIt() throws IOException {
        boolean mayHave =
                Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode('é');
        write("nginx.conf", "http { include café.conf; server { listen 2; } }\n");
        if (mayHave) {
            write("café.conf", "server { listen 1; }\n");
        }
        String out = doctor("Linux", "--config", root.resolve("nginx.conf").toString()).out();
        assertTrue(
                out.replaceAll("\\s+", " ")
                        .contains(
                                mayHave
                                        ? "1 configuration: 2 servers"
                                        : "is no name of a file here"),
                out);
    }

    @Test
    void aLinkToAFileOfSettingsIsReadOnce() throws IOException {
        Files.createDirectories(root.resolve("etc/sysctl.d"));
        Files.createSymbolicLink(
                root.resolve("etc/sysctl.d/99-sysctl.conf"), Path.of("../sysctl.conf"));
        String out = doctor("Linux", "--json").out();
        assertEquals(2, out.split("tcp_tw_recycle = 1", -1).length, out);
    }

    @Test
    void aRuleIsNotExplainedWhereSomethingIsToBeLookedAt() {
        assertTrue(
                String.valueOf(
                                assertThrows(
                                                Refusal.class,
                                                () -> doctor("Linux", "idle-order", "--check"))
                                        .getMessage())
                        .startsWith("doctor idle-order explains that rule"));
    }

    @Test
    void aContainerShowsByItsVariablesToo() throws IOException {
        String container = "this is a container or a network namespace";
        assertFalse(doctor("Linux").out().contains(container));
        write("proc/self/environ", "HOME=/\0KUBERNETES_SERVICE_HOST=10.0.0.1\0");
        assertTrue(doctor("Linux").out().contains(container));
        write("proc/self/environ", "HOME=/\0");
        write("run/systemd/container", "lxc");
        assertTrue(doctor("Linux").out().contains(container));
    }

    @Test
    void aConfigurationThatIsNotThereOrNotReadableIsRefused() throws IOException {
        String gone = root.resolve("gone.conf").toString();
        assertEquals(
                "linger: " + gone + ": there is no such file\n",
                Ran.linger("doctor", "--config", gone).err());
        write("open.conf", "http {\n  server {\n");
        String open = root.resolve("open.conf").toString();
        Ran ran = Ran.linger("doctor", "--config", open);
        assertEquals("linger: " + open + ":2: the { of this block has no }\n", ran.err());
        assertEquals(2, ran.status());
    }

    @Test
    void printsThePageOfEachRule() {
        for (String id : Doctor.ids()) {
            Ran ran = Ran.at(80, false, "doctor", id);
            assertEquals(0, ran.status(), ran.err());
            assertEquals(id, ran.out().lines().findFirst().orElseThrow());
        }
    }

    @Test
    void listsEveryRuleWithItsMeaning() {
        Ran ran = Ran.linger("doctor", "--rules");
        for (String id : Doctor.ids()) {
            assertTrue(ran.out().contains(id + " "), id);
        }
        for (String other : List.of("--json", "--check", "fin-timeout")) {
            Ran refused = Ran.linger("doctor", "--rules", other);
            assertEquals(2, refused.status(), refused::out);
            assertTrue(refused.err().startsWith("linger: --rules lists the rules"), refused.err());
        }
    }

    @Test
    void refusesAnUnknownRule() {
        Ran ran = Ran.linger("doctor", "nginx.conf");
        assertEquals(2, ran.status());
        assertTrue(
                ran.err().startsWith("linger: \"nginx.conf\" is no rule of doctor; there are "),
                ran.err());
    }
}
