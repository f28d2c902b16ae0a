package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code linger watch --once}, on sockets that a test makes. */
class WatchTest {
    private static final int PATIENCE_SECONDS = 20;

    @TempDir Path folder;
    private Pair pair;

    @BeforeEach
    void open() throws Exception {
        pair = Pair.open();
    }

    @AfterEach
    void close() throws Exception {
        pair.close();
    }

    private Ran look(String... more) {
        String[] arguments = new String[more.length + 4];
        System.arraycopy(
                new String[] {"watch", "--once", "--port", pair.port()}, 0, arguments, 0, 4);
        System.arraycopy(more, 0, arguments, 4, more.length);
        return Ran.linger(arguments);
    }

    @Test
    void showsAPortItsProcessAndWhoClosedFirst() throws Exception {
        Pair closedByServer = pair.another();
        Pair.closeFirst(closedByServer.server(), closedByServer.client());
        Ran ran = look("--json");
        assertEquals(0, ran.status(), ran.err());
        assertTrue(
                ran.out()
                        .contains(
                                "\"servers\":[{\"at\":\"127.0.0.1:"
                                        + pair.port()
                                        + "\",\"listening\":true,\"pid\":"
                                        + ProcessHandle.current().pid()
                                        + ",\"process\":\"java\""),
                ran.out());
        assertTrue(
                ran.out()
                        .contains(
                                "\"established\":1,\"syn_sent\":0,\"syn_recv\":0,\"fin_wait1\":0,"
                                        + "\"fin_wait2\":0,\"time_wait\":1,\"close\":0,"
                                        + "\"close_wait\":0,\"last_ack\":0,\"closing\":0,"),
                ran.out());
        assertTrue(ran.out().contains("\"closes_60_s\":1,"), ran.out());
        assertEquals(1, ran.out().lines().count());
    }

    @Test
    void showsWhoHasNotClosed() throws Exception {
        pair.client().close();
        assertEquals(-1, pair.server().getInputStream().read());
        Ran ran = look();
        while (!ran.out().contains("held by")) {
            ran = look();
        }
        assertTrue(
                ran.out()
                        .lines()
                        .anyMatch(line ->
                                line.startsWith(
                                        "1 at 127.0.0.1:"
                                                + pair.port()
                                                + ", held by java["
                                                + ProcessHandle.current().pid()
                                                + "]")),
                ran.out());
        assertFalse(ran.out().contains("\033"), "no terminal, no escape");
    }

    @Test
    void anAlarmThatHoldsEndsWithStatus1AndIsSaidOnce() {
        Ran ran = look("--alarm", "established > 1", "--alarm", "time-wait > 1000");
        assertEquals(1, ran.status());
        assertEquals("alarm: established > 1 (now 2)\n", ran.err());
        assertTrue(ran.out().contains("alarm: established > 1 (now 2)\n"), ran.out());
    }

    @Test
    void anAlarmThatDoesNotHoldIsSilent() {
        Ran ran = look("--alarm", "established > 2", "--alarm", "close-wait age > 1ms");
        assertEquals(0, ran.status());
        assertEquals("", ran.err());
    }

    @Test
    void aFullAcceptQueueRaisesAnAlarm() throws Exception {
        try (ServerSocket narrow = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                Socket first = new Socket(narrow.getInetAddress(), narrow.getLocalPort());
                Socket second = new Socket(narrow.getInetAddress(), narrow.getLocalPort())) {
            Ran ran =
                    Ran.linger(
                            "watch",
                            "--once",
                            "--port",
                            "" + narrow.getLocalPort(),
                            "--alarm",
                            "accept-queue >= 100%");
            assertTrue(first.isConnected() && second.isConnected());
            assertEquals("alarm: accept-queue >= 100% (now 200 %)\n", ran.err());
            assertTrue(ran.out().contains("  2/1\n"), ran.out());
        }
    }

    @Test
    void anAlarmRunsACommand() throws Exception {
        Path pipe = folder.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        CompletableFuture<String> said =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return Files.readString(pipe);
                    } catch (IOException e) {
                        return e.toString();
                    }
                });
        Ran ran =
                look(
                        "--alarm",
                        "established >= 2",
                        "--run",
                        "echo \"$LINGER_ALARM: $LINGER_VALUE\" >" + pipe);
        assertEquals(1, ran.status(), ran.err());
        assertEquals("established >= 2: 2\n", said.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void anAlarmIsPostedAsJson() throws Exception {
        try (ServerSocket webhook = new ServerSocket(0, 8, InetAddress.ofLiteral("127.0.0.1"))) {
            CompletableFuture<String> posted =
                    CompletableFuture.supplyAsync(() -> answerWith(webhook, "204 No Content"));
            Ran ran =
                    look(
                            "--alarm",
                            "established > 1",
                            "--post",
                            "http://127.0.0.1:" + webhook.getLocalPort() + "/alarm");
            String request = posted.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertTrue(request.startsWith("POST /alarm HTTP/1.1\n"), request);
            assertTrue(request.endsWith("\"alarm\":\"established > 1\",\"value\":2.0}"), request);
            assertEquals("alarm: established > 1 (now 2)\n", ran.err());
        }
    }

    @Test
    void aWebhookThatRefusesIsSaid() throws Exception {
        try (ServerSocket webhook = new ServerSocket(0, 8, InetAddress.ofLiteral("127.0.0.1"))) {
            String url = "http://127.0.0.1:" + webhook.getLocalPort() + "/";
            CompletableFuture<String> posted =
                    CompletableFuture.supplyAsync(() -> answerWith(webhook, "403 Forbidden"));
            Ran ran = look("--alarm", "established > 1", "--post", url);
            posted.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertEquals(
                    "alarm: established > 1 (now 2)\n"
                            + "alarm: established > 1 was answered with 403 by "
                            + url
                            + "\n",
                    ran.err());
        }
    }

    @Test
    void anAnswerWithoutEndIsUnderstoodByItsHead() throws Exception {
        try (ServerSocket webhook = new ServerSocket(0, 8, InetAddress.ofLiteral("127.0.0.1"))) {
            String url = "http://127.0.0.1:" + webhook.getLocalPort() + "/";
            CompletableFuture<Socket> answered =
                    CompletableFuture.supplyAsync(() -> beginAnswer(webhook));
            Ran ran = look("--alarm", "established > 1", "--post", url);
            try (Socket endless = answered.get(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                assertTrue(
                        ran.err().endsWith(" was answered with 500 by " + url + "\n"), ran.err());
                assertFalse(endless.isClosed());
            }
        }
    }

    private static Socket beginAnswer(ServerSocket webhook) {
        try {
            Socket socket = webhook.accept();
            String head = "HTTP/1.1 500 Internal Server Error\r\n\r\nI am";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"established > 1, 1", "established > 2, 0"})
    void anAlarmIsAnsweredByTheStatusThoughNobodyReadsThePicture(String alarm, int status)
            throws Exception {
        try (OutputStream closed = new ClosedPipe()) {
            PrintStream err = new PrintStream(OutputStream.nullOutputStream());
            Terminal terminal = new Terminal(closed, err, Terminal.UNLIMITED, false, false);
            String[] arguments = {"watch", "--once", "--port", pair.port(), "--alarm", alarm};
            assertEquals(status, Linger.run(arguments, terminal));
        }
    }

    /** Its reader is gone. */
    private static final class ClosedPipe extends OutputStream {
        @Override
        public void write(int octet) throws IOException {
            throw new IOException("Broken pipe");
        }
    }

    /** The request with its body, whose length is told. */
    private static String answerWith(ServerSocket webhook, String status) {
        try (Socket socket = webhook.accept();
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.UTF_8))) {
            StringBuilder request = new StringBuilder();
            int length = 0;
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                request.append(line).append('\n');
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length: ")) {
                    length = Integer.parseInt(line.substring(16));
                }
            }
            for (int each = 0; each < length; each++) {
                request.append((char) in.read());
            }
            socket.getOutputStream()
                    .write(
                            ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            return request.toString();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--interval 5s | --once looks once; --interval is for looking again",
                "--prometheus 0 | --once looks once; --prometheus is for looking again",
                "capture.pcap | watch looks at this host and takes no file",
                "--run true | --run and --post tell of an --alarm, and there is none",
                "--port 0 | --port 0: must be a whole number from 1 to 65535",
                "--alarm ports>0% --post ftp://x/ |"
                        + " --post ftp://x/: must be a URL that begins with http:// or https://",
                "--alarm ports | --alarm 'ports', character 6:"
                        + " here must come >, <, >= or <=, and a number"
            })
    void refusesInOneSentence(String arguments, String sentence) {
        Ran ran = look(arguments.split(" ", -1));
        assertEquals(2, ran.status());
        assertEquals("linger: " + sentence + "\n", ran.err());
    }
}
