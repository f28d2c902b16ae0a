package dev.linger.server.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One program on both servers: the bytes that clients get are the same, but for the date. */
class AgreementTest {
    private static final Pattern DATE = Pattern.compile("Date: [^\r]*\r\n");
    private static final String BODY = "0123456789".repeat(30);

    private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();
    private static HttpServer jdk;
    private static HttpServer linger;

    @BeforeAll
    static void startBoth() throws Exception {
        jdk = start(Providers.JDK);
        linger = start(Providers.LINGER);
    }

    private static HttpServer start(Providers provider) throws Exception {
        HttpServer server = Program.on(provider.create());
        server.setExecutor(THREADS);
        server.start();
        return server;
    }

    @AfterAll
    static void stopBoth() {
        jdk.stop(0);
        linger.stop(0);
        THREADS.close();
    }

    static List<String> requests() {
        return List.of(
                get("/fixed"),
                get("/fixed/and/below"),
                get("/fixedly"),
                get("/uri/%41%20b/?q=%26x&y"),
                get("/uri?"),
                "GET http://example.org/uri/absolute?a=b HTTP/1.1\r\nHost: example.org\r\n\r\n",
                lines("GET /headers HTTP/1.1", "host: a", "X-Asked: 1", "accept:  text/*  ")
                        + lines("x-aSKED: 2", ""),
                "GET /fixed HTTP/1.1\r\n\r\n",
                get("/a"),
                get("/a/"),
                get("/ab"),
                get("/a/b/c"),
                get("/a/bc"),
                get("/a%2Fb"),
                get("/chunks?5"),
                get("/chunks?1,1,1"),
                get("/chunks?4096"),
                get("/chunks?4095,2"),
                get("/chunks?10000,3,flush,7,flush,flush,0,20000"),
                get("/none?200"),
                get("/none?204"),
                get("/none?304"),
                get("/none?404"),
                get("/none?500"),
                get("/unlimited?200"),
                get("/unlimited?204"),
                get("/unlimited?304"),
                get("/below"),
                head("/fixed"),
                head("/head"),
                head("/none?404"),
                head("/unlimited?200"),
                get("/not-modified"),
                get("/closing"),
                get("/too-much"),
                get("/throws"),
                get("/closes"),
                get("/twice"),
                post("/echo", BODY),
                lines("POST /echo HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "")
                        + lines("5", "hello", "A;x=y", ", chunked!", "0", ""),
                "PATCH /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
                "WHATEVER /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx",
                post("/unread", BODY),
                post("/early", BODY),
                post("/unread", BODY) + get("/fixed"),
                get("/fixed") + head("/head") + get("/chunks?5000") + get("/none?204"),
                get("/closing") + get("/fixed"),
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab\r\n" + get("/fixed"),
                "GET /fixed HTTP/1.0\r\n\r\n",
                "GET /unlimited?200 HTTP/1.0\r\n\r\n",
                "GET /chunks?5000,1 HTTP/1.0\r\n\r\n",
                get("/secret"),
                "GET /secret HTTP/1.1\r\nHost: a\r\nAuthorization: Basic YW5uOnA6dw==\r\n\r\n",
                "GET /secret HTTP/1.1\r\nHost: a\r\nAuthorization: Basic YW5uOng=\r\n\r\n",
                "GET /secret HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer x\r\n\r\n",
                get("/filtered"));
    }

    private static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    private static String head(String target) {
        return "HEAD " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    private static String post(String target, String body) {
        return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(target, body.length(), body);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void bothAnswerAlike(String request) throws Exception {
        String ofJdk = DATE.matcher(Talk.with(jdk, request)).replaceAll("");
        String ofLinger = DATE.matcher(Talk.with(linger, request)).replaceAll("");
        assertEquals(ofJdk, ofLinger);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void everyAnswerOfLingerHasADate(String request) throws Exception {
        String answer = Talk.with(linger, request);
        long heads = Pattern.compile("HTTP/1\\.1 \\d\\d\\d ").matcher(answer).results().count();
        assertEquals(heads, DATE.matcher(answer).results().count());
        assertTrue(heads > 0 || request.contains("/throws") || request.contains("/closes"));
    }
}
