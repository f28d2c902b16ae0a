package dev.linger.server.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;

/** A program on the JDK's API that uses about all of it, whatever server is below. */
final class Program {
    private Program() {}

    static HttpServer on(HttpServer server) {
        server.createContext("/fixed", exchange -> text(exchange, 200, "hello"));
        server.createContext("/echo", Program::echo);
        server.createContext("/uri", Program::uri);
        server.createContext("/headers", Program::headers);
        server.createContext("/chunks", Program::chunks);
        server.createContext("/none", exchange -> status(exchange, -1));
        server.createContext("/unlimited", exchange -> status(exchange, 0));
        server.createContext("/below", Program::below);
        server.createContext("/unread", exchange -> text(exchange, 200, "I have not read it"));
        server.createContext("/head", Program::head);
        server.createContext("/not-modified", Program::notModified);
        server.createContext("/closing", Program::closing);
        server.createContext("/too-much", Program::tooMuch);
        server.createContext("/throws", Program::fails);
        server.createContext("/closes", HttpExchange::close);
        server.createContext("/twice", Program::twice);
        server.createContext("/early", Program::early);
        server.createContext("/a", exchange -> text(exchange, 200, "/a"));
        server.createContext("/a/b", exchange -> text(exchange, 200, "/a/b"));
        guarded(server.createContext("/secret", Program::who));
        filtered(server.createContext("/filtered", Program::filtered));
        return server;
    }

    private static void text(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }

    private static void below(HttpExchange exchange) throws IOException {
        try {
            exchange.sendResponseHeaders(200, -2);
        } catch (IllegalArgumentException e) {
            text(exchange, 200, "refused");
        }
    }

    private static void echo(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("X-Method", exchange.getRequestMethod());
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    private static void uri(HttpExchange exchange) throws IOException {
        text(
                exchange,
                200,
                String.join(
                        " ",
                        exchange.getRequestURI().toString(),
                        exchange.getRequestURI().getPath(),
                        exchange.getRequestURI().getQuery(),
                        exchange.getProtocol(),
                        exchange.getHttpContext().getPath(),
                        exchange.getRemoteAddress().getAddress().toString(),
                        ""
                                + exchange.getLocalAddress()
                                        .equals(exchange.getHttpContext().getServer().getAddress()),
                        "" + exchange.getPrincipal(),
                        "" + exchange.getResponseCode()));
    }

    private static void headers(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("x-one", "1");
        exchange.getResponseHeaders().add("X-ONE", "2");
        exchange.getResponseHeaders().set("content-TYPE", "text/plain; charset=iso-8859-1");
        exchange.getResponseHeaders().set("Set-Cookie", "a=b; Path=/");
        text(
                exchange,
                200,
                exchange.getRequestHeaders().get("x-asked")
                        + " "
                        + exchange.getRequestHeaders().getFirst("ACCEPT")
                        + " "
                        + exchange.getRequestHeaders().containsKey("Missing"));
    }

    /** Writes of all sizes, with a flush at times. */
    private static void chunks(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            for (String size : query.split(",", -1)) {
                if (size.equals("flush")) {
                    body.flush();
                } else {
                    byte[] bytes = new byte[Integer.parseInt(size)];
                    Arrays.fill(bytes, (byte) ('a' + bytes.length % 26));
                    body.write(bytes);
                }
            }
        }
    }

    private static void status(HttpExchange exchange, long length) throws IOException {
        String code = exchange.getRequestURI().getQuery();
        exchange.sendResponseHeaders(Integer.parseInt(code), length);
        exchange.close();
    }

    private static void head(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Length", "1234");
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static void notModified(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-length", "99");
        exchange.getResponseHeaders().set("Etag", "\"a\"");
        exchange.sendResponseHeaders(304, -1);
    }

    private static void closing(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Connection", "close");
        text(exchange, 200, "the last one");
    }

    private static void tooMuch(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 3);
        try (OutputStream body = exchange.getResponseBody()) {
            try {
                body.write(new byte[4]);
            } catch (IOException expected) {
                body.write("abc".getBytes(UTF_8));
            }
        }
    }

    private static void fails(HttpExchange exchange) {
        throw new IllegalStateException("on purpose, before " + exchange.getRequestURI());
    }

    private static void twice(HttpExchange exchange) throws IOException {
        try {
            exchange.getResponseBody().write(1);
        } catch (IOException tooEarly) {
            exchange.getResponseHeaders().set("X-Early", "refused");
        }
        exchange.sendResponseHeaders(200, 2);
        try {
            exchange.sendResponseHeaders(200, 2);
        } catch (IOException again) {
            exchange.getResponseBody().write("ok".getBytes(UTF_8));
        }
        exchange.close();
        try {
            exchange.getResponseBody().write(1);
            throw new AssertionError("written after the end");
        } catch (IOException expected) {
            exchange.close();
        }
    }

    /** Answers while the request's body is still read. */
    private static void early(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            exchange.getRequestBody().transferTo(body);
        }
    }

    private static void who(HttpExchange exchange) throws IOException {
        text(
                exchange,
                200,
                exchange.getPrincipal().getUsername()
                        + " of "
                        + exchange.getPrincipal().getRealm());
    }

    private static void guarded(HttpContext context) {
        context.setAuthenticator(
                new BasicAuthenticator("the realm") {
                    @Override
                    public boolean checkCredentials(String user, String password) {
                        return user.equals("ann") && password.equals("p:w");
                    }
                });
    }

    private static void filtered(HttpExchange exchange) throws IOException {
        text(
                exchange,
                200,
                "attribute "
                        + exchange.getAttribute("color")
                        + " of context "
                        + exchange.getHttpContext().getAttributes().get("size"));
    }

    private static void filtered(HttpContext context) {
        context.getAttributes().put("size", "large");
        context.getFilters()
                .add(
                        Filter.beforeHandler(
                                "paints",
                                exchange -> {
                                    exchange.setAttribute("color", "red");
                                    exchange.setAttribute("gone", "soon");
                                    exchange.setAttribute("gone", null);
                                    exchange.getResponseHeaders()
                                            .add(
                                                    "X-Filter",
                                                    "first " + exchange.getAttribute("gone"));
                                }));
        context.getFilters()
                .add(
                        new Filter() {
                            @Override
                            public void doFilter(HttpExchange exchange, Chain chain)
                                    throws IOException {
                                exchange.getResponseHeaders().add("X-Filter", "second");
                                exchange.setStreams(null, new Shouting(exchange.getResponseBody()));
                                chain.doFilter(exchange);
                            }

                            @Override
                            public String description() {
                                return "shouts";
                            }
                        });
    }

    private static final class Shouting extends FilterOutputStream {
        Shouting(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            String text = new String(bytes, from, count, UTF_8);
            out.write(text.toUpperCase(Locale.ROOT).getBytes(UTF_8));
        }
    }
}
