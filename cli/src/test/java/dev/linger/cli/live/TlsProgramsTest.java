package dev.linger.cli.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.live.scene.Needs;
import dev.linger.life.CloseCause;
import dev.linger.server.KeyAndChain;
import dev.linger.server.Server;
import dev.linger.server.Settings;
import dev.linger.server.Tls;
import dev.linger.testkit.Spin;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other software finds at a server that speaks TLS. */
class TlsProgramsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: linger\r\n\r\n";

    @TempDir Path folder;
    private Server server;

    @BeforeEach
    void start() throws IOException {
        Needs.program("openssl");
        Needs.program("curl");
        KeyAndChain first = KeyAndChain.selfSigned(List.of("first.example", "localhost"));
        KeyAndChain second = KeyAndChain.selfSigned(List.of("second.example"));
        Settings settings =
                Settings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .withTls(Tls.of(first, second));
        server =
                Server.start(
                        settings,
                        exchange ->
                                exchange.respond(
                                        exchange.body().readAllBytes().length + " bytes came."));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Process openssl(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl", "s_client"));
        command.addAll(List.of("-connect", "127.0.0.1:" + server.address().getPort()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** What it prints where it says this, until it ends or has heard that. */
    private String said(String text, String until, String... options) throws IOException {
        Process process = openssl(options);
        process.getOutputStream().write(text.getBytes(UTF_8));
        process.getOutputStream().flush();
        StringBuilder said = new StringBuilder();
        InputStream in = process.getInputStream();
        for (int one = in.read(); one >= 0; one = in.read()) {
            said.append((char) one);
            if (said.indexOf(until) >= 0) {
                break;
            }
        }
        process.getOutputStream().close();
        said.append(new String(in.readAllBytes(), UTF_8));
        return said.toString();
    }

    @ParameterizedTest
    @CsvSource({"1.2,1.2", "1.3,1.3"})
    void curlAsksAndSendsInEachVersion(String least, String most) throws Exception {
        Path large = Files.write(folder.resolve("large"), new byte[3_000_000]);
        Process curl =
                new ProcessBuilder(
                                "curl",
                                "-sk",
                                "--tlsv" + least,
                                "--tls-max",
                                most,
                                "-H",
                                "Expect:",
                                "--data-binary",
                                "@" + large,
                                "https://localhost:" + server.address().getPort() + "/")
                        .redirectErrorStream(true)
                        .start();
        assertEquals(
                "3000000 bytes came.", new String(curl.getInputStream().readAllBytes(), UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1", "-tls1_1"})
    void oldVersionsAreRefused(String version) throws Exception {
        String said = said("", "alert", version, "-cipher", "DEFAULT@SECLEVEL=0");
        assertTrue(said.contains("alert protocol version"), said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AES128-SHA",
                "AES128-GCM-SHA256",
                "ECDHE-ECDSA-AES128-SHA256",
                "DHE-RSA-AES128-GCM-SHA256"
            })
    void suitesWithoutSecrecyOrAuthenticationAreRefused(String suite) throws Exception {
        String said = said("", "alert", "-tls1_2", "-cipher", suite + ":@SECLEVEL=0");
        assertTrue(said.contains("alert handshake failure"), said);
    }

    @Test
    void aRenegotiationIsRefusedAndEndsTheConnection() throws Exception {
        String said = said("R\n", "alert", "-tls1_2");
        assertTrue(said.contains("RENEGOTIATING") && said.contains("alert"), said);
        while (server.ledger().closed(CloseCause.TLS_FAILED) == 0) {
            Spin.turn();
        }
    }

    @Test
    void aSessionIsResumedForItsOwnNameAlone() throws Exception {
        String file = folder.resolve("session").toString();
        String own = "first.example";
        said(GET, "came.", "-servername", own, "-sess_out", file);
        String again = said(GET, "came.", "-servername", own, "-sess_in", file);
        assertTrue(again.contains("Reused, TLSv1.3"), again);
        String other = said(GET, "came.", "-servername", "second.example", "-sess_in", file);
        assertTrue(other.contains("New, TLSv1.3"), other);
    }

    @Test
    void sessionsOfTls12AreResumedToo() throws Exception {
        String said = said("", "no such text", "-tls1_2", "-reconnect");
        assertEquals(5, said.lines().filter(line -> line.startsWith("Reused, TLSv1.2")).count());
    }

    @Test
    void hearsTheServersAnnouncementOfItsEnd() throws Exception {
        String last = GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
        String said = said(last, "no such text", "-ign_eof");
        assertTrue(said.contains("came."), said);
        // As OpenSSL 3 calls an end without close_notify.
        assertTrue(!said.contains("unexpected eof"), said);
    }
}
