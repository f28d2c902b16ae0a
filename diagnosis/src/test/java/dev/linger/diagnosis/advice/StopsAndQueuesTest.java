package dev.linger.diagnosis.advice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StopsAndQueuesTest {

    static Stream<Function<@Nullable Software, List<Change>>> topics() {
        return Stream.of(
                known -> Backlogs.of(known, 80),
                GracefulStops::of,
                ClosingWhatEnded::ofServer,
                ClosingWhatEnded::ofClient,
                TlsSettings::versions);
    }

    @ParameterizedTest
    @EnumSource
    void softwareThatIsKnownGetsNobodyElsesSetting(Software known) {
        topics().flatMap(topic -> topic.apply(known).stream())
                .filter(change -> change.software() != Software.LINUX)
                .forEach(change -> assertEquals(known, change.software()));
    }

    @ParameterizedTest
    @MethodSource("topics")
    void softwareThatIsNotKnownMayBeAnyAndEachHasOneSetting(
            Function<@Nullable Software, List<Change>> topic) {
        List<Software> all = topic.apply(null).stream().map(Change::software).toList();
        assertTrue(all.size() >= 5, all.toString());
        assertEquals(all.size(), all.stream().distinct().count());
    }

    @ParameterizedTest
    @MethodSource("topics")
    void everySettingSaysWhereItBelongs(Function<@Nullable Software, List<Change>> topic) {
        for (Change change : topic.apply(null)) {
            assertTrue(!change.where().isBlank() && !change.text().isBlank(), change.toString());
        }
    }

    @Test
    void theListenOfNginxHasThePortOfTheServer() {
        assertEquals(
                "listen 8443 backlog=4096;", Backlogs.of(Software.NGINX, 8443).getFirst().text());
    }

    @Test
    void thePortsAdvisedAreThoseOfTheRange() {
        String text = MorePorts.ofClient().getFirst().text();
        assertTrue(text.contains("ip_local_port_range = 10240 65535"), text);
        assertEquals(55_296, MorePorts.ADVISED);
    }
}
