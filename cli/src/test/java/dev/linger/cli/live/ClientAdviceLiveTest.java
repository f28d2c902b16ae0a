package dev.linger.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.sun.net.httpserver.HttpServer;
import dev.linger.cli.live.scene.Advice;
import dev.linger.cli.live.scene.Command;
import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.Software;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is advised to Java clients is compiled with them, run, and asks a server that answers. */
@RealPrograms
class ClientAdviceLiveTest {
    private static final String APACHE =
            """
            import java.net.URI;
            import org.apache.hc.client5.http.classic.methods.HttpGet;
            import org.apache.hc.client5.http.config.RequestConfig;
            import org.apache.hc.client5.http.impl.classic.*;
            import org.apache.hc.client5.http.impl.io.*;
            import org.apache.hc.core5.http.io.SocketConfig;
            import org.apache.hc.core5.http.io.entity.EntityUtils;
            import org.apache.hc.core5.util.*;
            class NAME {
                FIELD
                static Object advised(CloseableHttpClient client, HttpGet request)
                        throws Exception {
                    BODY
                }
                public static void main(String[] words) throws Exception {
                    HttpGet request = new HttpGet(URI.create(words[0]));
                    try (CloseableHttpClient plain = HttpClients.createDefault()) {
                        Object made = advised(plain, request);
                        CloseableHttpClient client = switch (made) {
                            case HttpClientBuilder builder -> builder.build();
                            case CloseableHttpClient own -> own;
                            case null, default -> plain;
                        };
                        int status = client.execute(request, response -> {
                            EntityUtils.consume(response.getEntity());
                            return response.getCode();
                        });
                        System.out.println(status);
                        client.close();
                    }
                }
            }
            """;
    private static final String OKHTTP =
            """
            import java.time.Duration;
            import java.util.concurrent.TimeUnit;
            import okhttp3.*;
            class NAME {
                FIELD
                static Object advised(OkHttpClient client, Request request, Call call)
                        throws Exception {
                    BODY
                }
                public static void main(String[] words) throws Exception {
                    OkHttpClient plain = new OkHttpClient();
                    Request request = new Request.Builder().url(words[0]).build();
                    Object made = advised(plain, request, plain.newCall(request));
                    OkHttpClient client = switch (made) {
                        case OkHttpClient.Builder builder -> builder.build();
                        case OkHttpClient own -> own;
                        case null, default -> plain;
                    };
                    if (made instanceof Request.Builder builder) {
                        request = builder.url(words[0]).build();
                    }
                    try (Response response = client.newCall(request).execute()) {
                        System.out.println(response.code());
                    }
                }
            }
            """;
    private static final String REACTOR =
            """
            import io.netty.channel.ChannelOption;
            import java.time.Duration;
            import reactor.netty.http.client.HttpClient;
            import reactor.netty.resources.ConnectionProvider;
            class NAME {
                FIELD
                static Object advised(HttpClient client, String uri) throws Exception {
                    BODY
                }
                public static void main(String[] words) throws Exception {
                    HttpClient plain = HttpClient.create();
                    Object made = advised(plain, words[0]);
                    if (made instanceof ConnectionProvider.Builder builder) {
                        made = builder.build();
                    }
                    HttpClient client = switch (made) {
                        case HttpClient own -> own;
                        case ConnectionProvider pool -> HttpClient.create(pool);
                        case null, default -> plain;
                    };
                    System.out.println(
                            client.get().uri(words[0]).response().block().status().code());
                }
            }
            """;

    @TempDir Path folder;

    private HttpServer server;
    private String url;

    @BeforeEach
    void listens() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    byte[] answer = "ok".getBytes(StandardCharsets.US_ASCII);
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    @AfterEach
    void ends() {
        server.stop(0);
    }

    @Test
    void apacheHttpClientTakesItsSettings() throws Exception {
        runs(Software.APACHE_CLIENT, APACHE, "HttpClients.custom()");
    }

    @Test
    void okHttpTakesItsSettings() throws Exception {
        runs(Software.OKHTTP, OKHTTP, "new OkHttpClient.Builder()");
    }

    @Test
    void reactorNettyTakesItsSettings() throws Exception {
        runs(Software.REACTOR_NETTY, REACTOR, "ConnectionProvider.builder(\"pool\")");
    }

    @Test
    void aMisspeltSettingIsNotTaken() throws Exception {
        String program = program(APACHE, "Misspelt", "HttpClients.custom().evictIdle(1)", "");
        Path file = Files.writeString(folder.resolve("Misspelt.java"), program);
        assertNotEquals(0, compile(List.of(file.toString())).status());
    }

    /**
     * Compiles all and runs each.
     *
     * @param before what a setting continues that begins with a dot
     */
    private void runs(Software software, String template, String before) throws Exception {
        List<String> names = new ArrayList<>();
        List<String> files = new ArrayList<>();
        for (Change change : Advice.all()) {
            if (change.software() == software) {
                String name = "Advice" + names.size();
                String program = program(template, name, change.text(), before);
                files.add(Files.writeString(folder.resolve(name + ".java"), program).toString());
                names.add(name);
            }
        }
        assertFalse(names.isEmpty(), () -> "no advice for " + software);
        files.add(Files.writeString(folder.resolve("All.java"), all(names)).toString());
        Command compiled = compile(files);
        assertEquals(0, compiled.status(), compiled::said);
        Command run =
                Command.run(folder, java("java"), "-cp", folder + ":" + classPath(), "All", url);
        long answered = run.said().lines().filter("200"::equals).count();
        assertEquals(names.size(), answered, run::said);
    }

    /** Runs one after the other. */
    private static String all(List<String> names) {
        StringBuilder calls = new StringBuilder();
        names.forEach(name -> calls.append(name).append(".main(words);\n"));
        return """
        class All {
            public static void main(String[] words) throws Exception {
                %s
                System.exit(0);
            }
        }
        """
                .formatted(calls);
    }

    private Command compile(List<String> files) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(java("javac"), "-cp", classPath(), "-d", folder.toString()));
        command.addAll(files);
        return Command.run(folder, command);
    }

    private static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    private static String classPath() {
        return String.join(
                File.pathSeparator,
                System.getProperty("java.class.path", ""),
                System.getProperty("jdk.module.path", ""));
    }

    private static String program(String template, String name, String text, String before) {
        boolean isField = text.startsWith("static ");
        String field = isField ? text : "";
        String body = isField ? "return CLIENT;" : body(text, before);
        return template.replace("NAME", name).replace("FIELD", field).replace("BODY", body);
    }

    private static String body(String text, String before) {
        if (text.startsWith(".")) {
            return "return " + before + text + ";";
        }
        if (!text.contains(";")) {
            return "return " + text + ";";
        }
        boolean returns = text.contains("return ") && !text.contains("->");
        return returns ? text : text + "\nreturn null;";
    }
}
