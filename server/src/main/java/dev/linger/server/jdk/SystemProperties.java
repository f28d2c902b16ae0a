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
    private static final int LARGEST = 1 << 24;

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

    static PathMatching pathMatching() {
        return PathMatching.of(
                System.getProperty(PREFIX + "pathMatcher"), Runtime.version().feature());
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
        long idle = positive(PREFIX + "idleInterval", defaults.idle().toSeconds());
        long request = positive(PREFIX + "maxReqTime", defaults.head().toSeconds());
        long response = positive(PREFIX + "maxRspTime", defaults.handler().toSeconds());
        return defaults.withIdle(seconds(idle))
                .withHead(seconds(request))
                .withHandler(seconds(response));
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
