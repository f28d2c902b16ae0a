package dev.linger.server.jdk;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import dev.linger.http.Fields;
import dev.linger.server.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request and its response, as the JDK's API has them. Belongs to one thread at a time; it may go
 * on after the handler's return.
 */
final class JdkExchange extends HttpExchange {
    private static final int INTERIM = 100;
    private static final int FINAL = 200;

    /** What a program may set before an interim response, and mean for the response. */
    private static final Set<String> OF_THE_RESPONSE =
            Set.of("Content-length", "Transfer-encoding", "Date");

    private final Exchange exchange;
    private final Context context;
    private final Map<String, Object> attributes;
    private final URI target;
    private final Headers responseHeaders = new Headers();
    private final RequestBody requestBody;
    private final ResponseStream responseStream;
    private @Nullable Headers requestHeaders;
    private @Nullable HttpPrincipal principal;
    private InputStream input;
    private OutputStream output;
    private int code = -1;
    private volatile boolean closed;

    JdkExchange(Exchange exchange, Context context, Map<String, Object> attributes, URI target) {
        this.exchange = exchange;
        this.context = context;
        this.attributes = attributes;
        this.target = target;
        this.requestBody = new RequestBody(exchange.body());
        this.responseStream = new ResponseStream(exchange, requestBody);
        this.input = requestBody;
        this.output = responseStream;
        if (exchange.minorVersion() == 0 && exchange.header("Connection") == null) {
            responseHeaders.set("Connection", "close");
        }
    }

    /** Whether the program is done with it, though its handler may not have returned. */
    boolean isClosed() {
        return closed || responseStream.hasEnded();
    }

    void authenticated(HttpPrincipal known) {
        principal = known;
    }

    @Override
    public Headers getRequestHeaders() {
        Headers made = requestHeaders;
        if (made == null) {
            Fields fields = exchange.headers();
            String[] lines = new String[2 * fields.count()];
            for (int i = 0; i < fields.count(); i++) {
                lines[2 * i] = fields.name(i);
                lines[2 * i + 1] = fields.value(i);
            }
            made = Headers.of(lines);
            requestHeaders = made;
        }
        return made;
    }

    @Override
    public Headers getResponseHeaders() {
        return responseHeaders;
    }

    @Override
    public URI getRequestURI() {
        return target;
    }

    @Override
    public String getRequestMethod() {
        return exchange.method();
    }

    @Override
    public HttpContext getHttpContext() {
        return context;
    }

    @Override
    public InputStream getRequestBody() {
        return input;
    }

    @Override
    public OutputStream getResponseBody() {
        return output;
    }

    @Override
    public void setStreams(@Nullable InputStream in, @Nullable OutputStream out) {
        input = in == null ? input : in;
        output = out == null ? output : out;
    }

    @Override
    public int getResponseCode() {
        return code;
    }

    @Override
    public void sendResponseHeaders(int status, long length) throws IOException {
        if (responseStream.hasBegun()) {
            throw new IOException("the response's headers are sent already");
        }
        if (status >= INTERIM && status < FINAL) {
            inform(status);
            return;
        }
        if (status < INTERIM || status > 599) {
            throw new IOException("status " + status + ": must be from 100 to 599");
        }
        if (length < -1) {
            throw new IllegalArgumentException("length " + length + ": must be -1 or more");
        }
        boolean bodiless = isBodiless(status);
        boolean chunked = length == 0 && !bodiless && exchange.minorVersion() > 0;
        if (!bodiless && length != 0) {
            responseHeaders.set("Content-length", Long.toString(Math.max(0, length)));
        } else if (chunked) {
            responseHeaders.set("Transfer-encoding", "chunked");
        }
        responseHeaders.set("Date", CurrentDate.text());
        addFields(status, bodiless || length != 0, chunked);
        inviteBody(status, length);
        code = status;
        exchange.status(status);
        responseStream.begin(bodiless, length);
    }

    private boolean isBodiless(int status) {
        return status == 204 || status == 304 || exchange.method().equals("HEAD");
    }

    /**
     * A handler may read a body after it has begun its response, which the client may take for a
     * refusal of the body: the JDK's server asks for it before any handler.
     */
    private void inviteBody(int status, long length) throws IOException {
        String expect = exchange.header("Expect");
        if (expect != null
                && expect.equalsIgnoreCase("100-continue")
                && status < 300
                && length >= 0
                && !isBodiless(status)
                && !requestBody.isRead()) {
            exchange.inform(INTERIM);
        }
    }

    /** What is left of an earlier framing would contradict the one chosen; Date comes by itself. */
    private void addFields(int status, boolean mayHaveLength, boolean chunked) {
        // A program may have caught what one of them was refused with.
        exchange.clearHeaders();
        for (Map.Entry<String, List<String>> field : responseHeaders.entrySet()) {
            String name = field.getKey();
            boolean isSent =
                    switch (name) {
                        case "Content-length" -> mayHaveLength && status != 204 && status != 205;
                        case "Transfer-encoding" -> chunked;
                        case "Date" -> false;
                        default -> true;
                    };
            if (isSent) {
                for (String value : field.getValue()) {
                    exchange.header(name, unfolded(value));
                }
            }
        }
    }

    /** Without line folding, which the API allows and RFC 9112, section 5.2, forbids to send. */
    private static String unfolded(String value) {
        return value.indexOf('\r') < 0 ? value : value.replace("\r\n", " ");
    }

    private void inform(int status) throws IOException {
        if (status == 101) {
            throw new IOException(
                    "status 101: this API cannot leave HTTP; Exchange.upgrade of Linger's can");
        }
        String[] lines =
                responseHeaders.entrySet().stream()
                        .filter(field -> !OF_THE_RESPONSE.contains(field.getKey()))
                        .flatMap(field ->
                                field.getValue().stream()
                                        .flatMap(value ->
                                                Stream.of(field.getKey(), unfolded(value))))
                        .toArray(String[]::new);
        exchange.inform(status, lines);
    }

    /** A response that has not begun will never come, and the connection ends without it. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (!responseStream.hasBegun()) {
            exchange.cut("the exchange was closed before its headers were sent");
            return;
        }
        try {
            requestBody.close();
            output.close();
        } catch (IOException e) {
            exchange.cut(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return exchange.client();
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return exchange.local();
    }

    @Override
    public String getProtocol() {
        return "HTTP/1." + exchange.minorVersion();
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return attributes.get(Objects.requireNonNull(name, "name"));
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        Objects.requireNonNull(name, "name");
        if (value == null) {
            attributes.remove(name);
        } else {
            attributes.put(name, value);
        }
    }

    @Override
    public @Nullable HttpPrincipal getPrincipal() {
        return principal;
    }
}
