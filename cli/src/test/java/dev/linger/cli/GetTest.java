package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.testkit.RawServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code linger get} against servers that follow a script. */
class GetTest {
    private static final String OK = RawServer.response("200 OK", "hello", "X-One: 1");

    @Test
    void printsTheBodyAndBesideItWhatItTook() throws Exception {
        try (RawServer server = RawServer.answering(OK)) {
            Ran ran = Ran.linger("get", server.uri("/").toString());
            assertEquals("hello", ran.out());
            assertEquals(0, ran.status());
            assertTrue(ran.err().startsWith("200, 5 B of body in "), ran::err);
            assertTrue(ran.err().contains("kept by both sides"), ran::err);
        }
    }

    @Test
    void showsTheHeaderAndWritesTheBodyIntoAFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("body");
        try (RawServer server = RawServer.answering(OK)) {
            Ran ran = Ran.linger("get", "-i", "-o", file.toString(), server.uri("/").toString());
            assertTrue(ran.out().startsWith("HTTP 200\n"), ran::out);
            assertTrue(ran.out().contains("X-One: 1\n"), ran::out);
            assertEquals("hello", Files.readString(file));
        }
    }

    @Test
    void theHeaderAsTextIsNoPartOfJson() throws Exception {
        try (RawServer server = RawServer.answering(OK)) {
            Ran ran = Ran.linger("get", "-i", "--json", server.uri("/").toString());
            assertEquals(2, ran.status());
            assertTrue(ran.err().contains("--include"), ran::err);
        }
    }

    @Test
    void fieldsOfOneNameAreAllSent() throws Exception {
        List<String> requests = new CopyOnWriteArrayList<>();
        try (RawServer server =
                RawServer.start(guest -> {
                    guest.awaitRequest();
                    requests.add(guest.request());
                    guest.send(OK);
                })) {
            Ran.linger(
                    "get",
                    "-H",
                    "X-A: 1",
                    "-H",
                    "x-a: 2",
                    "-H",
                    "Accept: text/plain",
                    server.uri("/").toString());
        }
        List<String> fields =
                requests.getFirst().lines().map(line -> line.toLowerCase(Locale.ROOT)).toList();
        assertTrue(
                fields.containsAll(List.of("x-a: 1", "x-a: 2", "accept: text/plain")),
                fields::toString);
        assertFalse(fields.contains("accept: */*"), fields::toString);
    }

    @Test
    void manyRequestsOnOneConnectionAreSummedUp() throws Exception {
        try (RawServer server = RawServer.answering(OK)) {
            Ran ran = Ran.linger("get", server.uri("/").toString(), "-n", "5");
            assertEquals(0, ran.status());
            List<String> lines = ran.out().lines().toList();
            assertTrue(lines.get(1).contains(" new "), ran::out);
            assertTrue(lines.get(5).contains("reused, use 5"), ran::out);
            assertTrue(ran.out().contains("1 connection from 1 port: 5 requests on each; 4 of"));
            assertEquals(1, server.connections());
        }
    }

    @Test
    void withoutKeepAliveEachRequestHasAConnectionAndItIsSaidWhoClosedIt() throws Exception {
        try (RawServer server = RawServer.answering(OK)) {
            Ran ran = Ran.linger("get", server.uri("/").toString(), "-n", "3", "--no-keep-alive");
            assertTrue(ran.out().contains("client        close-requested"), ran::out);
            assertTrue(ran.out().contains("3 connections from 3 ports"), ran::out);
            assertEquals(3, server.connections());
        }
    }

    @Test
    void anUnreadBodyCostsItsConnection() throws Exception {
        String large = RawServer.response("200 OK", "x".repeat(300_000));
        try (RawServer server = RawServer.answering(large)) {
            Ran ran = Ran.linger("get", server.uri("/").toString(), "-n", "2", "--unread-body");
            assertTrue(ran.out().contains("unread-body"), ran::out);
            assertEquals(2, server.connections());
        }
    }

    @Test
    void inHttp10EachConnectionCarriesOneRequestUnlessBothSidesKeepIt() throws Exception {
        String kept = RawServer.response("200 OK", "hello", "Connection: keep-alive");
        try (RawServer server = RawServer.answering(OK);
                RawServer keeping = RawServer.answering(kept)) {
            Ran.linger("get", server.uri("/").toString(), "-n", "3", "--http1.0");
            assertEquals(3, server.connections());
            String[] asking = {"-n", "3", "--http1.0", "-H", "Connection: keep-alive"};
            Ran.linger(
                    "get",
                    keeping.uri("/").toString(),
                    asking[0],
                    asking[1],
                    asking[2],
                    asking[3],
                    asking[4]);
            assertEquals(1, keeping.connections());
        }
    }

    @Test
    void eachRequestIsAJsonObjectWhereThatIsWanted() throws Exception {
        try (RawServer server = RawServer.answering(OK)) {
            Ran ran = Ran.linger("get", server.uri("/").toString(), "-n", "2", "--json");
            List<String> lines = ran.out().lines().toList();
            assertEquals(2, lines.size());
            assertTrue(lines.get(1).matches(".*\"use\":2,\"idle_before_s\":[0-9].*"), ran::out);
            assertTrue(lines.get(1).contains("\"cause\":null"), ran::out);
        }
    }

    @Test
    void aRedirectIsToldAndNotFollowed() throws Exception {
        String found = RawServer.response("302 Found", "", "Location: http://127.0.0.1:1/there");
        try (RawServer server = RawServer.answering(found)) {
            Ran ran = Ran.linger("get", server.uri("/").toString());
            assertEquals(0, ran.status());
            assertTrue(
                    ran.err().contains("redirects to http://127.0.0.1:1/there, which was not"),
                    ran::err);
        }
    }

    @Test
    void whatCannotBeAskedIsASentence() throws Exception {
        assertEquals(
                "linger: \"ftp://x\" is no URL: its scheme is ftp, and must be http or https;"
                        + " http://127.0.0.1:8080/ is one\n",
                Ran.linger("get", "ftp://x").err());
        assertEquals(2, Ran.linger("get", "ftp://x").status());
        try (RawServer server = RawServer.answering("SSH-2.0-OpenSSH\r\n")) {
            Ran ran = Ran.linger("get", server.uri("/").toString());
            assertEquals(2, ran.status());
            assertTrue(ran.err().contains("answers what is no HTTP"), ran::err);
            assertTrue(ran.err().contains("it begins with \"SSH-2.0-OpenSSH"), ran::err);
        }
    }

    @Test
    void whatAnAnswerFailedOfIsNotReplacedByWhatAnotherRequestMeets() throws Exception {
        String large = "x".repeat(2 << 20);
        String whole = RawServer.response("200 OK", large);
        try (RawServer truncating =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            guest.send(whole.substring(0, whole.length() - 1));
                        });
                RawServer complete = RawServer.answering(whole)) {
            Ran ran = Ran.linger("get", truncating.uri("/").toString());
            assertTrue(ran.err().startsWith("linger: the server closed after "), ran::err);
            assertEquals(1, truncating.connections());
            Ran unwritten = Ran.linger("get", "-o", "/dev/full", complete.uri("/").toString());
            assertEquals(2, unwritten.status(), unwritten::err);
            assertEquals(1, complete.connections());
        }
    }

    @Test
    void aServerThatClosesWithoutAnAnswerIsSaidTo() throws Exception {
        try (RawServer server = RawServer.start(guest -> guest.awaitRequest())) {
            Ran ran = Ran.linger("get", server.uri("/").toString(), "-d", "x");
            assertTrue(ran.err().contains("sent no bytes of an answer"), ran::err);
        }
    }

    @Test
    void whatIsNoRequestIsRefused() {
        String url = "http://127.0.0.1:1/";
        for (List<String> typed :
                List.of(
                        List.of("-X", "CONNECT", "--request CONNECT: that is for proxies"),
                        List.of("-d", "@no", "--data @no: the file cannot be read: no such file"),
                        List.of("-o", "no/x", "--output no/x: its folder does not exist"),
                        List.of("-H", "Content-Length: 5", "--header Content-Length: 5: the body"),
                        List.of("-X", "G T", "--request G T: that is no method"),
                        List.of("-H", " : x", "--header  : x: the name of a field is letters"))) {
            Ran ran = Ran.linger("get", typed.get(0), typed.get(1), "-n", "3", url);
            assertEquals(2, ran.status(), ran::err);
            assertTrue(ran.err().startsWith("linger: " + typed.get(2)), ran::err);
        }
    }

    @Test
    void whatIsNoTimeIsRefusedBeforeAnythingIsAsked() {
        for (String pause : List.of("x", "1.5x", "-1s")) {
            Ran ran = Ran.linger("get", "--pause=" + pause, "http://127.0.0.1:1/");
            assertEquals(2, ran.status(), ran::err);
            assertTrue(ran.err().startsWith("linger: --pause " + pause + ": a time is"), ran::err);
        }
    }

    @Test
    void anOptionThatWouldDoNothingIsRefused() {
        String url = "http://127.0.0.1:1/";
        for (List<String> typed :
                List.of(
                        List.of("--parallel", "4", "--parallel is for several requests; say how"),
                        List.of("--pause", "3s", "--pause is for several requests; say how"),
                        List.of("--cacert", "no.pem", "--cacert is for https, and the URL"))) {
            Ran ran = Ran.linger("get", typed.get(0), typed.get(1), url);
            assertEquals(2, ran.status(), ran::err);
            assertTrue(ran.err().startsWith("linger: " + typed.get(2)), ran::err);
        }
    }

    @Test
    void nameAndPasswordOfAUrlAreSentUnlessAFieldSaysOtherwise() throws Exception {
        BlockingQueue<String> heads = new LinkedBlockingQueue<>();
        try (RawServer server =
                RawServer.start(guest -> {
                    heads.add(guest.head());
                    guest.send(RawServer.response("200 OK", ""));
                })) {
            String url = server.uri("/").toString().replace("//", "//J%C3%BCrgen:a%3Ab@");
            Ran plain = Ran.linger("get", url);
            assertEquals(0, plain.status(), plain::err);
            assertFalse((plain.out() + plain.err()).contains("a%3Ab"), plain::err);
            assertTrue(heads.remove().contains("\r\nAuthorization: Basic SsO8cmdlbjphOmI=\r\n"));
            assertEquals(0, Ran.linger("get", "-H", "Authorization: own", url).status());
            assertTrue(heads.remove().contains("\r\nAuthorization: own\r\n"));
        }
    }
}
