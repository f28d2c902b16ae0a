package dev.linger.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.live.scene.Advice;
import dev.linger.cli.live.scene.Command;
import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.Software;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is advised is put into programs where it is said to belong, and their tools take it. */
@RealPrograms
class ProgramAdviceLiveTest {
    static final Set<Software> ASKED =
            EnumSet.of(
                    Software.GO_SERVER,
                    Software.GO_CLIENT,
                    Software.NODE,
                    Software.NODE_CLIENT,
                    Software.PYTHON_REQUESTS,
                    Software.GUNICORN,
                    Software.UVICORN,
                    Software.JDK_SERVER,
                    Software.JDK_CLIENT);

    /** Started by {@link ServerAdviceLiveTest} and {@link ClientAdviceLiveTest}. */
    static final Set<Software> IN_JARS =
            EnumSet.of(
                    Software.TOMCAT,
                    Software.JETTY,
                    Software.APACHE_CLIENT,
                    Software.OKHTTP,
                    Software.REACTOR_NETTY);

    /** What neither a Debian package nor a jar brings in a form that could be asked in a second. */
    static final Set<Software> NOT_AT_HAND =
            EnumSet.of(
                    Software.ENVOY,
                    Software.AWS_LOAD_BALANCER,
                    Software.AZURE_LOAD_BALANCER,
                    Software.GOOGLE_LOAD_BALANCER);

    private static final Pattern PROPERTY = Pattern.compile("-D([\\w.]+)=\\S+");
    private static final Pattern OPTION = Pattern.compile("--[a-z0-9-]+");

    /** A name that Go wants to see used. */
    private static final Pattern DECLARED = Pattern.compile("(?m)^(?:var )?(\\w+) (?::?=) ");

    /** Options of uvicorn that the one in Debian 12 does not have yet. */
    private static final Set<String> YOUNGER =
            Set.of("--timeout-graceful-shutdown", "--h11-max-incomplete-event-size");

    @TempDir Path folder;

    private static List<Change> adviceFor(Software... software) throws Exception {
        List<Change> changes =
                Advice.all().stream()
                        .filter(change -> List.of(software).contains(change.software()))
                        .toList();
        assertTrue(!changes.isEmpty(), () -> "no advice for " + List.of(software));
        return changes;
    }

    private Command accepts(String... command) throws Exception {
        Command check = Command.run(folder, command);
        assertEquals(0, check.status(), check::said);
        return check;
    }

    @Test
    void goCompilesItsSettings() throws Exception {
        Files.writeString(folder.resolve("go.mod"), "module linger\n");
        int number = 0;
        for (Change change : adviceFor(Software.GO_SERVER, Software.GO_CLIENT)) {
            Path room = Files.createDirectory(folder.resolve("advice" + number++));
            Files.writeString(room.resolve("advice.go"), inGo(change));
        }
        accepts("go", "vet", "./...");
    }

    private static String inGo(Change change) {
        String type = change.software() == Software.GO_SERVER ? "http.Server" : "http.Transport";
        type = change.where().contains("tls.Config") ? "tls.Config" : type;
        boolean isFields = change.text().matches("(?s)\\w+: .*");
        String text = isFields ? "made := &" + type + "{\n" + change.text() + "\n}" : change.text();
        StringBuilder used = new StringBuilder();
        Matcher declared = DECLARED.matcher(text);
        while (declared.find()) {
            used.append("_ = ").append(declared.group(1)).append('\n');
        }
        return """
        package advice

        import (
            "context"
            "crypto/tls"
            "io"
            "net"
            "net/http"
            "time"
        )

        var _, _, _, _ = io.EOF, time.Second, context.Background, tls.VersionTLS12

        func advised(w http.ResponseWriter, r *http.Request, resp *http.Response,
            request *http.Request, connection, conn net.Conn, handler http.Handler,
            server *http.Server) {
            {
                %s
                %s
            }
        }
        """
                .formatted(text, used);
    }

    @Test
    void nodeTakesItsSettings() throws Exception {
        int number = 0;
        for (Change change : adviceFor(Software.NODE, Software.NODE_CLIENT)) {
            Path file = folder.resolve("advice" + number++ + ".js");
            boolean isStart = change.where().matches(".*(createServer|(server|agent) is made).*");
            boolean runs = isStart && !change.text().contains("handler");
            Files.writeString(
                    file,
                    """
                    'use strict'
                    const http = require('http')
                    const server = http.createServer(() => {})
                    Object.preventExtensions(server) // a misspelt setting is an error
                    let request, response, socket, url, handler
                    async function advised() {
                      %s
                    }
                    if (%s) advised().catch(error => { console.error(error); process.exit(1) })
                    """
                            .formatted(inNode(change), runs));
            accepts("node", "--check", file.toString());
            accepts("node", file.toString());
        }
    }

    private static String inNode(Change change) {
        return change.where().matches("in the options of https?\\..*")
                ? "require('https').createServer({" + change.text() + "})"
                : change.text();
    }

    @Test
    void pythonTakesItsSettings() throws Exception {
        List<String> command = new ArrayList<>(List.of("python3", "-m", "py_compile"));
        Software[] python = {Software.PYTHON_REQUESTS, Software.GUNICORN, Software.UVICORN};
        for (Change change : adviceFor(python)) {
            if (!isCommand(change)) {
                Path file = folder.resolve("advice" + command.size() + ".py");
                String body = "async def advised():\n" + change.text().indent(4);
                command.add(Files.writeString(file, body).toString());
            }
        }
        accepts(command.toArray(String[]::new));
    }

    private static boolean isCommand(Change change) {
        return change.where().contains("command");
    }

    @Test
    void gunicornTakesItsSettings() throws Exception {
        Files.writeString(folder.resolve("app.py"), "def app(environ, start): return []\n");
        for (Change change : adviceFor(Software.GUNICORN)) {
            if (change.where().contains("gunicorn.conf.py")) {
                Path file = folder.resolve("gunicorn.conf.py");
                Files.writeString(file, change.text());
                String all = accepts("gunicorn", "--print-config", "app:app").said();
                for (String line : change.text().lines().toList()) {
                    String[] setting = line.split("\\s*#|\\s*=\\s*", -1);
                    String printed = setting[0] + " *= " + setting[1].replace("\"", "");
                    assertTrue(
                            Pattern.compile(printed).matcher(all).find(),
                            () -> line + " is not in gunicorn's configuration");
                }
            }
        }
    }

    @Test
    void uvicornTakesItsOptions() throws Exception {
        String known = accepts("uvicorn", "--help").said();
        for (Change change : adviceFor(Software.UVICORN)) {
            Matcher option = OPTION.matcher(isCommand(change) ? change.text() : "");
            while (option.find()) {
                boolean isKnown = known.contains(option.group() + " ");
                assertTrue(isKnown || YOUNGER.contains(option.group()), change::toString);
            }
        }
    }

    @Test
    void javaCompilesItsSettings() throws Exception {
        List<String> command = new ArrayList<>(List.of("javac", "-d", folder.toString()));
        for (Change change : adviceFor(Software.JDK_SERVER, Software.JDK_CLIENT)) {
            if (!isCommand(change)) {
                String name = "Advice" + command.size();
                Path file = folder.resolve(name + ".java");
                Files.writeString(file, inJava(name, change.text()));
                command.add(file.toString());
            }
        }
        accepts(command.toArray(String[]::new));
    }

    private static String inJava(String name, String text) {
        String statement = text.contains(";") ? text : "Object made = " + text + ";";
        boolean isField = text.startsWith("static");
        String method = isField ? "" : statement;
        return """
        import com.sun.net.httpserver.*;
        import java.io.*;
        import java.net.*;
        import java.net.http.*;
        import java.time.Duration;
        abstract class %s {
            %s
            abstract void handle(HttpExchange exchange);
            void advised(HttpClient client, HttpRequest request, URI uri, Socket socket,
                    HttpResponse<InputStream> response, HttpServer server,
                    HttpExchange exchange) throws Exception {
                %s
            }
        }
        """
                .formatted(name, isField ? text : "", method);
    }

    @Test
    void javaKnowsTheProperties() throws Exception {
        for (Change change : adviceFor(Software.JDK_SERVER, Software.JDK_CLIENT)) {
            if (isCommand(change)) {
                Matcher property = PROPERTY.matcher(change.text());
                assertTrue(property.matches(), change::toString);
                assertTrue(isRead(property.group(1)), () -> "no class of the JDK reads " + change);
            }
        }
    }

    /** Whether a class of the JDK's HTTP client or server has this string in it. */
    private static boolean isRead(String property) throws IOException {
        Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules");
        for (String module : List.of("java.net.http", "jdk.httpserver")) {
            try (Stream<Path> files = Files.walk(modules.resolve(module))) {
                if (files.anyMatch(file -> holds(file, property))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean holds(Path file, String text) {
        try {
            return Files.isRegularFile(file)
                    && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                            .contains(text);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
