package dev.linger.server.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.server.Deadlines;
import dev.linger.server.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemPropertiesTest {
    private static Settings with(String name, String value) {
        return SystemProperties.settings(Map.of(name, value)::get);
    }

    @Test
    void withoutThemLingersValuesHold() {
        Settings settings = SystemProperties.settings(name -> null);
        assertEquals(Deadlines.defaults(), settings.deadlines());
        assertEquals(200, settings.limits().fieldLines());
        assertEquals(380 << 10, settings.limits().headBytes());
        assertNull(SystemProperties.fromExchange(settings, name -> null));
    }

    @Test
    void whatIsNoNumberIsPassedOver() {
        assertEquals(
                Deadlines.defaults(), with("sun.net.httpserver.idleInterval", "soon").deadlines());
        assertEquals(
                Deadlines.defaults(), with("sun.net.httpserver.idleInterval", "-1").deadlines());
    }

    @Test
    void eachMeansWhatIsNearestToIt() {
        assertEquals(
                Duration.ofSeconds(3),
                with("sun.net.httpserver.idleInterval", "3").deadlines().idle());
        assertEquals(
                Duration.ofSeconds(90),
                with("sun.net.httpserver.maxRspTime", "90").deadlines().handler());
        assertEquals(7, with("jdk.httpserver.maxConnections", "7").capacity().connections());
        assertEquals(5, with("sun.net.httpserver.drainAmount", "5").keepAlive().unreadBytes());
        assertEquals(9, with("sun.net.httpserver.maxReqHeaders", "9").limits().fieldLines());
        assertEquals(
                4000, with("sun.net.httpserver.maxReqHeaderSize", "4000").limits().headBytes());
        assertFalse(with("sun.net.httpserver.maxIdleConnections", "0").keepAlive().on());
        assertTrue(with("sun.net.httpserver.maxIdleConnections", "1").keepAlive().on());
    }

    @Test
    void aHandshakeTakesNoLongerThanARequestMay() {
        Duration usual = Duration.ofSeconds(60);
        String name = "sun.net.httpserver.maxReqTime";
        assertEquals(usual, SystemProperties.handshake(_ -> null, usual));
        assertEquals(usual, SystemProperties.handshake(Map.of(name, "90")::get, usual));
        assertEquals(
                Duration.ofSeconds(2), SystemProperties.handshake(Map.of(name, "2")::get, usual));
    }

    @Test
    void theTimeForARequestCountsFromTheConnectionsOpening() {
        Map<String, String> properties = Map.of("sun.net.httpserver.maxReqTime", "2");
        Settings settings = SystemProperties.settings(properties::get);
        assertEquals(Duration.ofSeconds(2), settings.deadlines().head());
        assertEquals(Duration.ofSeconds(2), settings.deadlines().body().stall());
        assertEquals(Duration.ofSeconds(2), settings.deadlines().idle());
        Deadlines later = SystemProperties.fromExchange(settings, properties::get);
        assertNotNull(later);
        assertEquals(Deadlines.defaults().idle(), later.idle());
    }

    @ParameterizedTest
    @CsvSource({
        "/foo, /foo, true, true",
        "/foo, /foobar, true, false",
        "/foo, /foo/bar, true, true",
        "/foo/, /foo/bar, true, true",
        "/foo/, /foo, false, false",
        "/, /any, true, true",
        "/foo, /Foo, false, false",
        "/, *, false, false",
    })
    void pathsMatchByCharacterOrBySegment(
            String context, String path, boolean byCharacter, boolean bySegment) {
        assertEquals(byCharacter, PathMatching.STRING_PREFIX.matches(context, path));
        assertEquals(bySegment, PathMatching.PATH_PREFIX.matches(context, path));
    }

    @ParameterizedTest
    @CsvSource({
        ", 25, STRING_PREFIX",
        ", 26, PATH_PREFIX",
        "nonsense, 25, STRING_PREFIX",
        "pathPrefix, 25, PATH_PREFIX",
        "stringPrefix, 26, STRING_PREFIX",
    })
    void theMatchingIsThatOfTheJdkUnlessSet(String word, int jdk, PathMatching expected) {
        assertEquals(expected, PathMatching.of(word, jdk));
    }

    @ParameterizedTest
    @CsvSource({
        ", 25, false",
        "exchange, 25, false",
        ", 26, true",
        "exchange, 26, true",
        "context, 26, false",
    })
    void attributesAreThoseOfTheJdkUnlessSet(String word, int jdk, boolean own) {
        assertEquals(own, SystemProperties.hasOwnAttributes(name -> word, jdk));
    }
}
