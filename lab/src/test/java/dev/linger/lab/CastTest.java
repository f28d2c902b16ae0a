package dev.linger.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.lab.cast.Cast;
import dev.linger.lab.story.Stories;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CastTest {
    private static final List<String> IN_CI =
            List.of(
                    "nginx",
                    "apache",
                    "haproxy",
                    "caddy",
                    "go",
                    "node",
                    "python",
                    "tomcat",
                    "jetty",
                    "undertow",
                    "jdk",
                    "okhttp",
                    "httpclient",
                    "curl",
                    "wget",
                    "ab",
                    "wrk");

    @TestFactory
    Stream<DynamicTest> otherSoftwareEndsAsItsConfigurationSays() throws Exception {
        List<Story> cast = Cast.in(Stories.all(), Cast.installed());
        return new Lab(6)
                .play(cast, _ -> {}).stream()
                        .map(outcome ->
                                DynamicTest.dynamicTest(
                                        outcome.story().word() + ": " + outcome.act().configured(),
                                        () -> assertEquals(List.of(), outcome.differences())));
    }

    @Test
    void theBuildHasTheSoftwareThatIsTried() {
        if (System.getenv("CI") != null) {
            assertTrue(Cast.installed().containsAll(IN_CI), () -> "" + Cast.installed());
        }
    }

    @Test
    void whatIsNotAskedForDoesNotPlay() {
        List<Act> acts =
                Cast.in(Stories.all(), List.of("nginx")).stream()
                        .flatMap(story -> story.acts().stream())
                        .toList();
        assertTrue(acts.size() >= 8, () -> "" + acts.size());
        assertTrue(acts.stream().allMatch(act -> act.configured().startsWith("nginx")));
        assertEquals(List.of(), Cast.in(Stories.all(), List.of()));
    }
}
