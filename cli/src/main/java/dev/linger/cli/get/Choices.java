package dev.linger.cli.get;

import dev.linger.cli.Asked;
import dev.linger.cli.Flag;
import dev.linger.cli.Refusal;
import dev.linger.cli.Trust;
import dev.linger.cli.TypedTime;
import dev.linger.client.ClientBuilder;
import dev.linger.client.Deadlines;
import dev.linger.client.LingerClient;
import dev.linger.client.PoolLimits;
import dev.linger.life.Wording;
import dev.linger.probe.Target;
import dev.linger.probe.UnreachableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** The options of the command, as what they mean to a client. */
record Choices(Asked asked) {
    /** A server that does not begin to answer for so long hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** RFC 9110, section 5.6.2: the name of a method or of a field. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /** Fields that tell where a body ends. */
    private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding");

    private static final String FORM = "application/x-www-form-urlencoded";

    URI uri() {
        List<String> arguments = asked.arguments();
        if (arguments.size() != 1) {
            throw new Refusal(
                    arguments.isEmpty()
                            ? "get wants a URL, as http://127.0.0.1:8080/"
                            : "get asks one URL at a time, not " + arguments.size());
        }
        try {
            return Target.parse(arguments.getFirst());
        } catch (UnreachableException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        }
    }

    int times() {
        return (int) number(Flag.TIMES, 1_000_000);
    }

    int parallel() {
        int parallel = (int) number(Flag.PARALLEL, 1000);
        wantsTimes(Flag.PARALLEL);
        return parallel;
    }

    private long number(Flag flag, long most) {
        String typed = asked.value(flag);
        return typed == null ? 1 : Asked.number(flag, typed, 1, most);
    }

    Duration pause() {
        String typed = asked.value(Flag.PAUSE);
        Duration pause =
                typed == null || typed.equals("0s")
                        ? Duration.ZERO
                        : TypedTime.parse(Flag.PAUSE, typed);
        wantsTimes(Flag.PAUSE);
        return pause;
    }

    private void wantsTimes(Flag flag) {
        if (asked.has(flag) && !asked.has(Flag.TIMES)) {
            throw new Refusal(
                    "--" + flag.word() + " is for several requests; say how many with -n, too");
        }
    }

    boolean isUnread() {
        return asked.has(Flag.UNREAD_BODY);
    }

    boolean isJson() {
        return asked.has(Flag.EXCHANGES_JSON);
    }

    boolean showsHeader() {
        if (asked.has(Flag.INCLUDE) && isJson()) {
            throw new Refusal(
                    "--include writes the header as text, --json writes objects: not both");
        }
        return asked.has(Flag.INCLUDE);
    }

    Optional<Path> output() {
        String typed = asked.value(Flag.OUTPUT);
        if (typed == null) {
            return Optional.empty();
        }
        String refused = "--output " + Wording.printable(typed) + ": ";
        try {
            Path file = Path.of(typed);
            Path folder = file.toAbsolutePath().getParent();
            if (folder == null || !Files.isDirectory(folder)) {
                throw new Refusal(refused + "its folder does not exist; make it first");
            }
            if (Files.isDirectory(file)) {
                throw new Refusal(refused + "is a folder; name a file in it");
            }
            return Optional.of(file);
        } catch (InvalidPathException e) {
            throw new Refusal(refused + "that is no file's name");
        }
    }

    Wanted request() {
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fields.put("Accept", new ArrayList<>(List.of("*/*")));
        if (asked.has(Flag.ASK_TO_CLOSE)) {
            fields.put("Connection", new ArrayList<>(List.of("close")));
        }
        Optional<BodyPublisher> body = body();
        if (body.isPresent()) {
            fields.put("Content-Type", new ArrayList<>(List.of(FORM)));
        }
        Set<String> own = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String typed : asked.values(Flag.FIELD)) {
            int colon = typed.indexOf(':');
            if (colon <= 0) {
                throw new Refusal(
                        "--header " + Wording.printable(typed) + ": must be 'Name: value'");
            }
            String name = typed.substring(0, colon).strip();
            if (!TOKEN.matcher(name).matches()) {
                throw new Refusal(
                        "--header "
                                + Wording.printable(typed)
                                + ": the name of a field is letters, digits and !#$%&'*+-.^_`|~");
            }
            if (FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
                throw new Refusal(
                        "--header "
                                + Wording.printable(typed)
                                + ": the body says by itself how long it is; leave the field out");
            }
            if (own.add(name)) {
                fields.put(name, new ArrayList<>());
            }
            Objects.requireNonNull(fields.get(name)).add(typed.substring(colon + 1).strip());
        }
        URI uri = uri();
        if (uri.getUserInfo() != null) {
            fields.putIfAbsent("Authorization", List.of(basic(uri.getUserInfo())));
        }
        return new Wanted(
                uri,
                method(body.isPresent() ? "POST" : "GET"),
                HttpHeaders.of(fields, (_, _) -> true),
                body);
    }

    /** RFC 7617, section 2, as UTF-8. */
    private static String basic(String userAndPassword) {
        byte[] bytes = userAndPassword.getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }

    private String method(String usual) {
        String typed = asked.value(Flag.METHOD);
        if (typed == null) {
            return usual;
        }
        if (typed.equals("CONNECT")) {
            throw new Refusal(
                    "--request CONNECT: that is for proxies, and nothing to ask a server for");
        }
        if (!TOKEN.matcher(typed).matches()) {
            throw new Refusal("--request " + Wording.printable(typed) + ": that is no method");
        }
        return typed;
    }

    /** Several are joined as fields of a form are. */
    private Optional<BodyPublisher> body() {
        List<String> parts = asked.values(Flag.DATA);
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (String part : parts) {
            texts.add(part.startsWith("@") ? read(part.substring(1)) : part);
        }
        String joined = String.join("&", texts);
        return Optional.of(
                BodyPublishers.ofByteArray(
                        joined.getBytes(
                                parts.stream().anyMatch(part -> part.startsWith("@"))
                                        ? StandardCharsets.ISO_8859_1
                                        : StandardCharsets.UTF_8)));
    }

    /** As ISO-8859-1, so that its bytes stay what they are. */
    private static String read(String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
        } catch (IOException | InvalidPathException e) {
            throw new Refusal(
                    "--data @"
                            + Wording.printable(file)
                            + ": the file cannot be read: "
                            + (e instanceof IOException io ? Refusal.reason(io) : e.getMessage()));
        }
    }

    SSLContext context() {
        return Trust.of(asked);
    }

    /** The client, as far as it does not depend on who listens. */
    ClientBuilder client() {
        PoolLimits limits = PoolLimits.defaults();
        ClientBuilder builder =
                LingerClient.newBuilder()
                        .restrictedFields()
                        .deadlines(
                                Deadlines.defaults()
                                        .withConnect(Duration.ofSeconds(10))
                                        .withFirstByte(PATIENCE)
                                        .withBetweenBytes(PATIENCE))
                        .poolLimits(
                                isUnread() ? limits.withUnread(0, Duration.ofMillis(1)) : limits);
        if (uri().getScheme().equalsIgnoreCase("https")) {
            builder.sslContext(context());
        } else if (asked.has(Flag.CA_FILE)) {
            throw new Refusal("--cacert is for https, and the URL says http");
        }
        return asked.has(Flag.HTTP10) ? builder.http10() : builder;
    }
}
