package dev.linger.server.jdk;

import dev.linger.http.Limits;
import dev.linger.http.Strictness;
import dev.linger.server.Deadlines;
import dev.linger.server.Settings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the system properties of the JDK's server (module jdk.httpserver) mean for this one. Where
 * they are not set, or hold no number, Linger's own values stay.
 */
final class SystemProperties {
    private static final String PREFIX = "sun.net.httpserver.";
    private static final String MAX_REQUEST_TIME = "maxReqTime";
    private static final int LARGEST = 1 << 24;
    private static final int FIRST_JDK_WITH_OWN_ATTRIBUTES = 26;

    private final Function<String, @Nullable String> properties;

    private SystemProperties(Function<String, @Nullable String> properties) {
        this.properties = properties;
    }

    /**
     * @param properties value of a property; null where it is not set
     */
    static Settings settings(Function<String, @Nullable String> properties) {
        return new SystemProperties(properties).settings();
    }

    static PathMatching pathMatching(Function<String, @Nullable String> properties) {
        return PathMatching.of(
                properties.apply(PREFIX + "pathMatcher"), Runtime.version().feature());
    }

    /**
     * Whether each exchange has attributes of its own, as of JDK 26, and not its context's.
     *
     * @param jdk feature version, 25 for JDK 25
     */
    static boolean hasOwnAttributes(Function<String, @Nullable String> properties, int jdk) {
        return jdk >= FIRST_JDK_WITH_OWN_ATTRIBUTES
                && !"context".equals(properties.apply("jdk.httpserver.attributes"));
    }

    private Settings settings() {
        Settings settings = Settings.of(new InetSocketAddress(0));
        return settings.withReading(Strictness.HOST_OPTIONAL)
                .withLimits(limits())
                .withDeadlines(deadlines(settings.deadlines()))
                .withKeepAlive(keepAlive(settings.keepAlive()))
                .withCapacity(capacity(settings.capacity()));
    }

    /** As large as the JDK's: programs that send much to themselves are not to be refused. */
    private Limits limits() {
        long asked = number(PREFIX + "maxReqHeaderSize", 380 << 10);
        int bytes = Math.clamp(asked <= 0 ? LARGEST : asked, 64, LARGEST);
        int lines = Math.clamp(positive(PREFIX + "maxReqHeaders", 200), 1, LARGEST);
        Limits defaults = Limits.defaults();
        return new Limits(
                bytes, bytes, lines, defaults.chunkExtensionBytes(), defaults.trailerBytes());
    }

    private Deadlines deadlines(Deadlines defaults) {
        long response = positive(PREFIX + "maxRspTime", defaults.handler().toSeconds());
        Deadlines deadlines = defaults.withIdle(idle(defaults)).withHandler(seconds(response));
        long request = number(PREFIX + MAX_REQUEST_TIME, 0);
        if (request <= 0) {
            return deadlines;
        }
        Duration most = seconds(request);
        Deadlines.Pace body = defaults.body();
        boolean sooner = most.compareTo(deadlines.idle()) < 0;
        return deadlines
                .withHead(most)
                .withBody(new Deadlines.Pace(most, body.bytesPerSecond(), body.grace()))
                .withIdle(sooner ? most : deadlines.idle());
    }

    /** How long a TLS handshake may take: no longer than a request. */
    static Duration handshake(Function<String, @Nullable String> properties, Duration usual) {
        long request = new SystemProperties(properties).number(PREFIX + MAX_REQUEST_TIME, 0);
        return request <= 0 || seconds(request).compareTo(usual) > 0 ? usual : seconds(request);
    }

    private Duration idle(Deadlines defaults) {
        return seconds(positive(PREFIX + "idleInterval", defaults.idle().toSeconds()));
    }

    /**
     * What holds from an exchange on, where the time for a request ends a connection sooner that
     * has brought none; null where it does not.
     */
    static @Nullable Deadlines fromExchange(
            Settings settings, Function<String, @Nullable String> properties) {
        Duration idle = new SystemProperties(properties).idle(Deadlines.defaults());
        Deadlines deadlines = settings.deadlines();
        return deadlines.idle().equals(idle) ? null : deadlines.withIdle(idle);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(Math.min(seconds, Deadlines.NEVER.toSeconds()));
    }

    private Settings.KeepAlive keepAlive(Settings.KeepAlive defaults) {
        boolean on = number(PREFIX + "maxIdleConnections", 1) > 0;
        long unread = Math.max(0, number(PREFIX + "drainAmount", defaults.unreadBytes()));
        return new Settings.KeepAlive(on, defaults.requests(), unread, defaults.announced());
    }

    private Settings.Capacity capacity(Settings.Capacity defaults) {
        long most = positive("jdk.httpserver.maxConnections", defaults.connections());
        return new Settings.Capacity(
                (int) Math.min(most, Integer.MAX_VALUE), defaults.perAddress(), defaults.refuse());
    }

    private long positive(String name, long otherwise) {
        long number = number(name, otherwise);
        return number > 0 ? number : otherwise;
    }

    private long number(String name, long otherwise) {
        String text = properties.apply(name);
        try {
            return text == null ? otherwise : Long.decode(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
