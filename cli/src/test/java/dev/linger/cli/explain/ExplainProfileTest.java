package dev.linger.cli.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.Ran;
import dev.linger.testkit.CaptureBuilder;
import dev.linger.testkit.Conversation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code linger explain --profile}: what a probe measured of the server of a capture. */
class ExplainProfileTest {
    @TempDir Path folder;
    private String capture = "";

    @BeforeEach
    void oneCloseAfterFiveSeconds() throws IOException {
        CaptureBuilder builder = CaptureBuilder.pcap();
        Conversation talk = builder.conversation("10.0.0.1", 40_000, "10.0.0.2", 80).opens();
        talk.exchanges(
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        talk.server().fin().after(5.003);
        talk.client().fin();
        capture = Files.write(folder.resolve("one.pcap"), builder.bytes()).toString();
    }

    private String profile(String server, String traits) throws IOException {
        String text =
                "{\"server\":\""
                        + server
                        + "\",\"product\":{\"name\":\"nginx\",\"because\":[\"x\"]},"
                        + traits
                        + "}";
        return Files.writeString(folder.resolve("app.json"), text).toString();
    }

    private String fiveSeconds(String server) throws IOException {
        return profile(
                server,
                "\"idle_between_requests\":{\"s\":5.0,\"least_s\":4.99,\"most_s\":5.01,\"samples\":9}");
    }

    @Test
    void aSingleCloseIsNamedByTheProfileOfItsServer() throws IOException {
        String without = Ran.linger("explain", capture, "--json").out();
        assertTrue(without.contains("\"confidence\":\"guess\""), without);
        Ran with =
                Ran.linger("explain", capture, "--json", "--profile", fiveSeconds("10.0.0.2:80"));
        assertTrue(with.out().contains("\"cause\":\"idle-timeout\""), with::out);
        assertTrue(with.out().contains("\"confidence\":\"likely\""), with::out);
        assertTrue(
                with.out()
                        .contains(
                                "app.json measured that this server closes idle connections after"
                                        + " 4.990 s to 5.010 s"),
                with::out);
        assertEquals("", with.err());
    }

    @Test
    void aProfileOfAnotherServerChangesNothingAndIsNamed() throws IOException {
        String without = Ran.linger("explain", capture, "--json").out();
        Ran with =
                Ran.linger("explain", capture, "--json", "--profile", fiveSeconds("10.0.0.3:80"));
        assertEquals(without, with.out());
        assertTrue(with.err().contains("app.json: it is about 10.0.0.3:80, and no connection"));
        Ran report = Ran.linger("explain", capture, "--profile", fiveSeconds("[2001:db8::1]:80"));
        assertTrue(report.out().contains("! app.json: it is about [2001:db8::1]:80, and"));
    }

    @Test
    void whatIsNoProfileIsRefused() throws IOException {
        isRefused("this is no profile; \"linger probe URL --json\" prints one", capture);
        isRefused("no such file or folder", folder.resolve("none.json").toString());
        isRefused(folder + ": Is a directory", folder.toString());
        isRefused("this is no profile", profile("10.0.0.2:80", "\"max_age\":{\"least_s\":\"x\"}"));
        isRefused("\"app\" is no address of a server with its port", profile("app", "\"x\":1"));
        isRefused("\"10.0.0.2:99999\" is no address", profile("10.0.0.2:99999", "\"x\":1"));
        String one = fiveSeconds("10.0.0.2:80");
        Ran twice = Ran.linger("explain", capture, "--profile", one, "--profile", one);
        assertTrue(twice.err().contains("two of these profiles are about the same server"));
    }

    private void isRefused(String sentence, String profile) {
        Ran ran = Ran.linger("explain", capture, "--profile", profile);
        assertEquals(2, ran.status());
        assertTrue(ran.err().contains(sentence), ran::err);
    }
}
