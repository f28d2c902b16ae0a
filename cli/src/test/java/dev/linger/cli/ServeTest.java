package dev.linger.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.live.scene.Needs;
import dev.linger.cli.serve.Serve;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServeTest {
    @TempDir Path folder;

    /** A server in this process, and what it printed. */
    private record Served(Serve serve, ByteArrayOutputStream out, ByteArrayOutputStream err) {

        static Served start(String... arguments) throws IOException {
            String[] all = new String[arguments.length + 2];
            System.arraycopy(arguments, 0, all, 0, arguments.length);
            all[arguments.length] = "--port";
            all[arguments.length + 1] = "0";
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            PrintStream errors = new PrintStream(err, true, UTF_8);
            Terminal terminal = new Terminal(out, errors, Terminal.UNLIMITED, false, false);
            return new Served(Serve.start(Asked.of(Command.SERVE, all), terminal), out, err);
        }

        Socket connect() throws IOException {
            InetSocketAddress address = serve.address();
            return new Socket(address.getAddress(), address.getPort());
        }

        String stop() throws IOException {
            serve.stop();
            assertEquals(0, serve.untilStopped());
            return out.toString(UTF_8);
        }
    }

    /** One exchange whose response has a Content-Length. */
    private static String exchange(Socket socket, String... lines) throws IOException {
        String head = String.join("\r\n", lines) + "\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(ISO_8859_1));
        InputStream in = socket.getInputStream();
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            answer.append((char) in.read());
        }
        int length = answer.indexOf("Content-Length: ") + "Content-Length: ".length();
        int body = Integer.parseInt(answer.substring(length, answer.indexOf("\r", length)));
        return answer + new String(in.readNBytes(body), ISO_8859_1);
    }

    @Test
    void showsThatTheSamePortIsTheSameConnection() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "a");
        Served served = Served.start(folder.toString(), "--headers");
        String address;
        try (Socket socket = served.connect()) {
            address = "127.0.0.1:" + socket.getLocalPort();
            assertTrue(exchange(socket, "GET /a.txt HTTP/1.1", "X-One: 1").endsWith("\r\n\r\na"));
            exchange(socket, "GET /b HTTP/1.1", "Connection: close");
            assertEquals(-1, socket.getInputStream().read());
        }
        String[] lines = served.stop().split("\n", -1);
        assertTrue(lines[0].startsWith("files of " + folder + " at http://127.0.0.1:"), lines[0]);
        assertTrue(lines[2].startsWith("time      client "), lines[2]);
        assertTrue(
                lines[3].matches(".{8}  " + address + " +1  GET +200 +1 B .* /a\\.txt"), lines[3]);
        assertEquals("          X-One: 1", lines[4]);
        assertTrue(lines[6].matches(".{8}  " + address + " +2  GET +404 .* /b"), lines[6]);
        assertTrue(
                lines[9].contains(
                        address
                                + "        closed after 2 requests: close-requested by the client;"),
                lines[9]);
        assertTrue(lines[9].endsWith("; request 2 carries \"Connection: close\""), lines[9]);
    }

    @Test
    void echoesABodyOfAnySize() throws Exception {
        Needs.program("curl");
        byte[] body = new byte[3_000_000];
        new Random(1).nextBytes(body);
        Served served = Served.start("--echo", "--json");
        String url = "http://127.0.0.1:" + served.serve().address().getPort() + "/x";
        Path file = folder.resolve("body");
        for (int size : new int[] {0, 1, 1 << 20, body.length}) {
            byte[] sent = Arrays.copyOf(body, size);
            Files.write(file, sent);
            byte[] back = curl("--data-binary", "@" + file, url);
            assertEquals(true, Arrays.equals(sent, back), size + " bytes");
        }
        String received = new String(curl("-H", "X-One: 1", url), UTF_8);
        assertTrue(received.startsWith("GET /x HTTP/1.1\n"), received);
        assertTrue(received.contains("\nX-One: 1\n"), received);
        List<String> lives = served.stop().lines().toList();
        assertTrue(!lives.isEmpty());
        for (String life : lives) {
            assertTrue(life.startsWith("{\"client\":\"127.0.0.1:"), life);
            assertTrue(life.contains("\"seen_by\":\"server\""), life);
        }
        assertTrue(served.err().toString(UTF_8).startsWith("an echo at http://127.0.0.1:"));
    }

    @Test
    void anEchoOfABodyThatBreaksOffIsNotToldAsWhole() throws Exception {
        Served served = Served.start("--echo");
        int port = served.serve().address().getPort();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = client.getOutputStream();
            out.write(
                    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                            .getBytes(UTF_8));
            byte[] chunk = new byte[3 << 19];
            out.write((Integer.toHexString(chunk.length) + "\r\n").getBytes(UTF_8));
            // Who only writes and never reads would wait for one who waits for it.
            Thread writer =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    out.write(chunk);
                                    out.write("\r\nzz\r\n".getBytes(UTF_8));
                                } catch (IOException _) {
                                    // Cut off already.
                                }
                            });
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            try {
                client.getInputStream().transferTo(all);
            } catch (SocketException _) {
                // The reset of the cut.
            }
            writer.join();
            assertFalse(all.toString(ISO_8859_1).endsWith("0\r\n\r\n"));
        }
        served.stop();
    }

    private static byte[] curl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("curl", "-sS"));
        command.addAll(List.of(arguments));
        Process curl =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        byte[] out = curl.getInputStream().readAllBytes();
        assertEquals(0, curl.waitFor());
        return out;
    }

    @Test
    void keepsToTheLimitsThatWereAskedFor() throws IOException {
        Path log = folder.resolve("access.log");
        Served served =
                Served.start(
                        "--echo",
                        "--announce",
                        "--max-requests",
                        "2",
                        "--log",
                        "" + log,
                        "--log-format",
                        "json");
        try (Socket socket = served.connect()) {
            String first = exchange(socket, "GET /1 HTTP/1.1");
            assertTrue(first.contains("\r\nKeep-Alive: timeout="), first);
            String last = exchange(socket, "GET /2 HTTP/1.1");
            assertTrue(last.contains("\r\nConnection: close\r\n"), last);
        }
        String printed = served.stop();
        assertTrue(
                printed.contains("closed after 2 requests: max-requests by the server"), printed);
        List<String> lines = Files.readAllLines(log);
        assertEquals(2, lines.size());
        assertTrue(lines.getFirst().endsWith("\"ending\":null}"), lines.getFirst());
        assertTrue(lines.getLast().endsWith("\"ending\":\"max-requests\"}"), lines.getLast());
    }

    @Test
    void drainsWhenTheProcessIsToEnd() throws Exception {
        Files.writeString(folder.resolve("a.txt"), "a");
        String path =
                System.getProperty("jdk.module.path", "")
                        + ":"
                        + System.getProperty("java.class.path");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-cp",
                                path,
                                "dev.linger.cli.Linger",
                                "serve",
                                "--port",
                                "0",
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String opening = process.inputReader(UTF_8).readLine();
        int colon = opening.lastIndexOf(':');
        int port = Integer.parseInt(opening.substring(colon + 1, opening.lastIndexOf('/')));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            exchange(socket, "GET /a.txt HTTP/1.1");
            process.toHandle().destroy();
            assertEquals(-1, socket.getInputStream().read());
        }
        List<String> lines = process.inputReader(UTF_8).lines().toList();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), lines.toString());
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("drained in ")), "" + lines);
        assertTrue(lines.contains("1 request on 1 connection: 1 on each"), "" + lines);
        assertTrue(lines.contains("TIME_WAIT at: this server 1, clients 0, nobody 0"), "" + lines);
    }

    @Test
    void saysThatAPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = "" + taken.getLocalPort();
            Ran ran = Ran.linger("serve", "--echo", "--port", port);
            assertEquals(2, ran.status());
            assertEquals(
                    "linger: cannot listen on 127.0.0.1:"
                            + port
                            + ": Address already in use; choose another port, or find who has it"
                            + " with ss -ltnp\n",
                    ran.err());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port 70000       | --port 70000: must be a whole number from 0 to 65535",
                "--drain x          | --drain x: a time is a number and its unit, as 500ms, 75s, 2m or 1h;"
                        + " \"off\" is no limit",
                "--loops 0          | --loops 0: must be a whole number from 1 to 1024",
                "--close-first both | --close-first both: must be client or server",
                "--tls no.pem no.pem | --tls: no.pem: no such file",
                "--log-format json  | --log-format without --log: say which file",
                "--log x --log-format xml | --log-format xml: must be one of common, combined, json",
                "--echo .           | --echo serves no files: leave the folder out",
                "--echo --listings  | --echo serves no files: leave --listings out",
                "--echo --follow-links | --echo serves no files: leave --follow-links out",
                "--headers --quiet  | --headers prints nothing beside --quiet: leave one out",
                "--headers --json   | --headers prints nothing beside --json: leave one out",
                "--log no/such/x    | --log no/such/x: the file cannot be written: no such file or folder",
                "a b                | serve has one folder at a time, not 2",
                "no-such-folder     | nothing to serve: there is no folder no-such-folder",
                "pom.xml            | nothing to serve: pom.xml is no folder"
            })
    void refusesWhatMakesNoSense(String arguments, String sentence) {
        Ran ran = Ran.linger(("serve " + arguments).split(" ", -1));
        assertEquals(2, ran.status());
        assertEquals("linger: " + sentence + "\n", ran.err());
    }

    /** What a client that trusts everybody is told at this address. */
    private static String overTls(InetSocketAddress address) throws Exception {
        List<String> curl = List.of("curl", "-sk", "https://localhost:" + address.getPort() + "/a");
        Process process = new ProcessBuilder(curl).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    @Test
    void servesOverTlsWithACertificateMadeForIt() throws Exception {
        Needs.program("curl");
        Files.writeString(folder.resolve("a"), "secret");
        Served served = Served.start("--tls", "self-signed", folder.toString());
        assertEquals("secret", overTls(served.serve().address()));
        String shown = served.stop();
        assertTrue(shown.contains(" at https://127.0.0.1:"), shown);
        assertTrue(shown.contains("nobody trusts it"), shown);
    }

    @Test
    void saysWhatIsMissingWithACertificate() {
        assertEquals(
                "linger: --tls: name the file of the certificates and that of their key, or say"
                        + " self-signed\n",
                Ran.linger("serve", "--tls", "one.pem").err());
    }

    @Test
    void readsCertificatesAgainThatHaveChanged() throws Exception {
        Needs.program("openssl");
        Path chain = folder.resolve("chain.pem");
        Path key = folder.resolve("key.pem");
        certify("first", chain, key);
        Served served = Served.start("--echo", "--tls", chain.toString(), key.toString());
        assertTrue(subject(served.serve().address()).endsWith("first"));
        certify("second", chain, key);
        Thread serving = Thread.ofVirtual().start(() -> untilStopped(served));
        for (int i = 0; !subject(served.serve().address()).endsWith("second"); i++) {
            assertTrue(i < 300, "the certificate is never read again");
        }
        served.serve().stop();
        serving.join();
    }

    private static void untilStopped(Served served) {
        try {
            served.serve().untilStopped();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void certify(String name, Path chain, Path key) throws Exception {
        run(
                "openssl req -x509 -nodes -newkey rsa:2048 -days 2 -subj /CN=%s -keyout %s -out %s"
                        .formatted(name, key, chain));
    }

    private static String subject(InetSocketAddress address) throws Exception {
        String shown = run("openssl s_client -connect 127.0.0.1:" + address.getPort());
        return shown.lines().filter(line -> line.startsWith("subject")).findFirst().orElse("");
    }

    private static String run(String command) throws Exception {
        Process process =
                new ProcessBuilder(command.split(" ", -1)).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
