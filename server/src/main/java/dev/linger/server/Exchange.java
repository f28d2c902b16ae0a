package dev.linger.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linger.http.Fields;
import dev.linger.http.MessageWriter;
import dev.linger.http.Options;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One request and the response to it. Belongs to the thread of its handler, from the handler's call
 * to its return; only {@link #isClientGone} may be asked by others.
 */
public final class Exchange {
    private final Call call;
    private int status = 200;
    private List<String> fields = List.of();
    private List<String> parameters = List.of();

    Exchange(Call call) {
        this.call = call;
    }

    /** The method: {@code GET}. */
    public String method() {
        return call.head.method();
    }

    /** The request target as it came: {@code /search?q=1}. */
    public String target() {
        return call.head.target();
    }

    /** The path of the target, as it came and without its query. */
    public String path() {
        return Targets.path(call.head.target());
    }

    /** The query of the target, as it came and without its question mark; null without one. */
    public @Nullable String query() {
        return Targets.query(call.head.target());
    }

    /** Value of the first field with this name, in any case; null where there is none. */
    public @Nullable String header(String name) {
        return call.head.field(name);
    }

    /** All fields of the request. */
    public Fields headers() {
        return call.head;
    }

    /** The 1 of HTTP/1.1, the 0 of HTTP/1.0. */
    public int minorVersion() {
        return call.head.minorVersion();
    }

    /**
     * A part of the path, decoded: what a segment in braces of the route matched, which holds no
     * slash, or {@code *}, which begins with none. No part of it is {@code .} or {@code ..}. For
     * names of files, {@link Folder} knows what else a file system reads into one.
     *
     * @throws IllegalArgumentException if the route has no such segment
     */
    public String parameter(String name) {
        String value = encodedParameter(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no {" + name + "}");
        }
        return Targets.decoded(value);
    }

    /** As it came; of routes inside of routes, the inner one's. Null where there is none. */
    @Nullable String encodedParameter(String name) {
        for (int i = parameters.size() - 2; i >= 0; i -= 2) {
            if (parameters.get(i).equals(name)) {
                return parameters.get(i + 1);
            }
        }
        return null;
    }

    void parameter(String name, String value) {
        if (parameters.isEmpty()) {
            parameters = new ArrayList<>(4);
        }
        parameters.add(name);
        parameters.add(value);
    }

    /** The client's address and port. */
    public InetSocketAddress client() {
        return call.connection.client();
    }

    /** The address and port of this side, as the client connected to it. */
    public InetSocketAddress local() {
        // Only the connection's loop can ask where the server listens everywhere.
        InetSocketAddress listening = call.loop.address();
        if (!listening.getAddress().isAnyLocalAddress()) {
            return listening;
        }
        CompletableFuture<InetSocketAddress> asked = new CompletableFuture<>();
        Runnable question =
                () ->
                        asked.complete(
                                Objects.requireNonNullElse(
                                        call.connection.wire().local(), listening));
        if (call.isOnLoop()) {
            question.run();
        } else {
            call.loop.execute(question);
        }
        return asked.completeOnTimeout(listening, 1, TimeUnit.SECONDS).join();
    }

    /** What TLS has agreed on with the client; null without TLS. */
    public @Nullable SSLSession tls() {
        return call.connection.wire().session();
    }

    /** Number of the connection at this server, from 1. */
    public long connection() {
        return call.connection.number();
    }

    /** Number of the request on its connection, from 1. */
    public int number() {
        return call.number;
    }

    /**
     * The request's body, empty where it has none. The first read asks the client for it where it
     * waits to be asked (100, RFC 9110, section 10.1.1). Closing it changes nothing.
     *
     * <p>Reading throws an {@link IOException} where the client sends too slowly, ends in the
     * middle or breaks the framing.
     */
    public InputStream body() {
        return call.inflow;
    }

    /** The trailer fields, once the body is read to its end; empty where there are none. */
    public Fields trailers() {
        return call.inflow.trailers();
    }

    /** Whether the client has closed its side or is gone; a client may close it and still read. */
    public boolean isClientGone() {
        return call.isClientGone();
    }

    /**
     * Changes what this exchange may take, and how long its connection is kept idle after it; the
     * next one has the server's deadlines again. The time for a head has passed already, and counts
     * no more.
     */
    public Exchange deadlines(Deadlines other) {
        call.deadlines(other);
        return this;
    }

    /**
     * From now on the handler's thread is interrupted when the client goes away. A thread that
     * answers later is not: it has to ask {@link #isClientGone} now and then.
     */
    public void interruptWhenClientLeaves() {
        call.interruptWhenClientLeaves();
    }

    /**
     * The response ends when it is closed, and no more with the handler's return: any thread may
     * give it, one at a time. The handler's deadline runs on until it begins.
     *
     * @throws IllegalStateException from a non-blocking handler, which answers before it returns
     */
    public void answerLater() {
        call.answersLater();
    }

    /**
     * Gives up: the connection ends without a response, or inside of it; where the response has
     * ended, it stays. For the thread that answers.
     *
     * @param why a clause, which is told to the listeners and goes into the ledger
     */
    public void cut(String why) {
        call.cut(why);
    }

    /**
     * Sends an interim response, such as 103, before the response (RFC 9110, section 15.2).
     * HTTP/1.0 clients and those of a non-blocking handler get none.
     *
     * @param code 100 to 199, but not 101
     * @param fields names and values in turn
     * @throws IllegalArgumentException if a field cannot be sent with it, as those of the framing,
     *     or a name has no value
     * @throws IllegalStateException if the response has begun
     */
    public void inform(int code, String... fields) throws IOException {
        if (code < 100 || code > 199 || code == 101) {
            throw new IllegalArgumentException(
                    "status " + code + ": must be from 100 to 199, and not 101");
        }
        if (fields.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "fields " + List.of(fields) + ": the last name has no value");
        }
        call.inform(code, fields);
    }

    /**
     * Sets the status of the response, 200 unless set.
     *
     * @param code 200 to 599
     * @throws IllegalStateException if the response has begun: it went out with another
     */
    public Exchange status(int code) {
        call.checkNotBegun();
        if (code < 200 || code > 599) {
            throw new IllegalArgumentException("status " + code + ": must be from 200 to 599");
        }
        status = code;
        return this;
    }

    /** The connection leaves HTTP with this response. */
    void switchesProtocols() {
        status = 101;
    }

    /** The status of the response. */
    public int status() {
        return status;
    }

    /**
     * Adds a field to the response; Date and the framing's are added by themselves. Where
     * Content-Length or Transfer-Encoding are added here, the response has to be begun as they say;
     * that of HEAD and 304 may say any length, that of 205 says 0. Where no chunks are sent, as to
     * HEAD and to HTTP/1.0 clients, Transfer-Encoding is left out.
     *
     * @throws IllegalArgumentException if the name is no token, or the value holds characters that
     *     cannot be sent
     * @throws IllegalStateException if the response has begun
     */
    public Exchange header(String name, String value) {
        call.checkNotBegun();
        MessageWriter.checkField(name, value);
        fields = fields.isEmpty() ? new ArrayList<>(8) : fields;
        fields.add(name);
        fields.add(value);
        return this;
    }

    /** Takes back the fields added so far, for another response than the one begun with them. */
    public Exchange clearHeaders() {
        fields = List.of();
        return this;
    }

    /** Answers with this text, in UTF-8; text/plain where no Content-Type is set. */
    public void respond(String text) throws IOException {
        if (fieldToSend("Content-Type") == null) {
            header("Content-Type", "text/plain; charset=utf-8");
        }
        respond(text.getBytes(UTF_8));
    }

    /** Answers with these bytes; a status without content, as 204, 205 and 304, sends none. */
    public void respond(byte[] bytes) throws IOException {
        ResponseBody whole = call.begin(bytes.length, true);
        try {
            whole.write(bytes, 0, bytes.length);
        } catch (IOException | RuntimeException e) {
            call.notCompleted(e);
            throw e;
        }
        whole.close();
    }

    /** Answers with a status alone. */
    public void respond(int code) throws IOException {
        status(code);
        call.begin(0, true).close();
    }

    /**
     * Answers with a file, of which a small part at a time is in memory.
     *
     * @throws IOException if it cannot be read or sent; from a non-blocking handler always, for
     *     both may take long
     */
    public void respond(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + ": is a directory");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            respond(channel, 0, channel.size());
        }
    }

    /**
     * Answers with a part of a file.
     *
     * @throws IOException as {@link #respond(Path)}
     */
    public void respond(FileChannel file, long from, long count) throws IOException {
        call.checkMayWait("send a file");
        if (from < 0 || count < 0) {
            throw new IllegalArgumentException(
                    count + " bytes from " + from + " on: neither must be negative");
        }
        ResponseBody whole = call.begin(count, true);
        try {
            whole.write(file, from, count);
        } catch (IOException | RuntimeException e) {
            call.notCompleted(e);
            throw e;
        }
        whole.close();
    }

    /** Begins a response of this length; closed when all of it is written, or by returning. */
    public ResponseBody respondWithLength(long length) throws IOException {
        if (length < 0) {
            throw new IllegalArgumentException("length " + length + ": must not be negative");
        }
        return call.begin(length, false);
    }

    /**
     * Begins a response of unknown length, in chunks, or until the connection closes for an
     * HTTP/1.0 client; closed when all of it is written, or by returning. Not for a try with
     * resources, which would close it, and so call it whole, where its block fails as well.
     */
    public ResponseBody respondStreaming() throws IOException {
        return call.begin(ResponseBody.UNKNOWN, false);
    }

    /**
     * Leaves HTTP: answers with 101 and hands the connection over, which is the handler's from then
     * on; it is for the handler to close it (RFC 9110, section 7.8).
     *
     * @param protocol for the Upgrade field
     * @throws IllegalStateException if the client has not asked for it, or on the loop
     */
    public HandedOver upgrade(String protocol) throws IOException {
        return call.upgrade(protocol);
    }

    /** Value of the first field to send with this name; null where there is none. */
    @Nullable String fieldToSend(String name) {
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).equalsIgnoreCase(name)) {
                return fields.get(i + 1);
            }
        }
        return null;
    }

    /** Whether a Connection field of the response has this option. */
    boolean says(String option) {
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).equalsIgnoreCase("Connection")
                    && Options.name(fields.get(i + 1), option)) {
                return true;
            }
        }
        return false;
    }

    void writeFields(MessageWriter writer) {
        writeFields(writer, true, false);
    }

    /**
     * @param withCoding whether Transfer-Encoding may be among them
     * @param closes whether the connection ends: then none says that it is kept
     */
    void writeFields(MessageWriter writer, boolean withCoding, boolean closes) {
        for (int i = 0; i < fields.size(); i += 2) {
            String name = fields.get(i);
            String value = closes ? unkept(name, fields.get(i + 1)) : fields.get(i + 1);
            boolean isCoding = !withCoding && name.equalsIgnoreCase("Transfer-Encoding");
            if (!isCoding && value != null) {
                writer.fieldChecked(name, value);
            }
        }
    }

    /** The value without what says that the connection is kept; null where nothing is left. */
    private static @Nullable String unkept(String name, String value) {
        if (name.equalsIgnoreCase("Keep-Alive")) {
            return null;
        }
        if (!name.equalsIgnoreCase("Connection")) {
            return value;
        }
        String rest = Options.without(value, "keep-alive");
        return rest.isEmpty() ? null : rest;
    }
}
