package dev.linger.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.advice.Software;
import dev.linger.life.Confidence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdviceTest {
    private static final Product NODE =
            new Product(
                    "Node.js", Software.NODE, Confidence.LIKELY, List.of("x"), Optional.empty());

    private static Profile idling(Value idle) {
        return new Profile(
                "http://127.0.0.1/",
                "127.0.0.1:80",
                Instant.EPOCH,
                Duration.ofSeconds(10),
                50,
                100,
                true,
                Optional.empty(),
                NODE,
                Map.of(Trait.IDLE_BETWEEN, new Reading(idle, "")));
    }

    private static Profile idling(long seconds) {
        return idling(Value.Time.ofAll(List.of(Duration.ofSeconds(seconds).toNanos())));
    }

    @Test
    void everyFrontLetsGoBeforeTheServerDoes() {
        List<Advice> all = Advice.ofFronts(idling(100));
        assertEquals(Front.values().length, all.size());
        for (Advice advice : all) {
            if (advice.subject().equals("AWS NLB")) {
                continue; // it lets go of nothing, it forgets
            }
            // One of them has no clock, and keeps none.
            String sure = advice.subject().equals("HAProxy") ? "option http-server-close" : "80";
            assertTrue(
                    advice.settings().stream().anyMatch(one -> one.text().contains(sure)),
                    advice::toString);
        }
    }

    @Test
    void whatForgetsWithoutAWordForgetsAfterTheServerHasClosed() {
        Advice enough = Advice.ofFront(Front.NLB, idling(75));
        assertTrue(enough.because().endsWith("nothing to change"), enough::because);
        assertEquals(List.of(), enough.settings());
        Advice longer = Advice.ofFront(Front.NLB, idling(400));
        assertTrue(longer.settings().getFirst().text().contains("Value=420"), longer::toString);
        Advice behind = Advice.behind(Front.NLB, idling(400));
        assertTrue(behind.settings().getFirst().text().contains("330000"), behind::toString);
        assertEquals(List.of(), Advice.behind(Front.NLB, idling(75)).settings());
    }

    @Test
    void theLeastOfTheTimesSeenCounts() {
        Value.Time spread = new Value.Time(20_000_000_000L, 10_000_000_000L, 20_000_000_000L, 9);
        assertEquals(Optional.of(8L), Advice.safeSeconds(idling(spread)));
    }

    @Test
    void whatWasNotSeenToEndIsSafeAsFarAsItWasSeen() {
        Value longer = new Value.LongerThan(Duration.ofMinutes(2).toNanos());
        assertEquals(Optional.of(96L), Advice.safeSeconds(idling(longer)));
    }

    @Test
    void nothingIsAdvisedWhereNothingWasMeasured() {
        Profile profile = idling(new Value.NotMeasured("it keeps no connection after an answer"));
        for (Advice advice : Advice.ofFronts(profile)) {
            assertEquals(List.of(), advice.settings());
        }
        assertEquals("No settings: it keeps no connection after an answer.", Advice.rule(profile));
        assertEquals(List.of(), Advice.behind(Front.ALB, profile).settings());
    }

    @Test
    void aServerBehindALoadBalancerIsToldToWaitLonger() {
        Advice advice = Advice.behind(Front.ALB, idling(6));
        assertEquals("Node.js behind AWS ALB", advice.subject());
        assertEquals(
                List.of("server.keepAliveTimeout = 80000; // milliseconds"),
                advice.settings().stream().map(Setting::text).toList());
    }

    @Test
    void aServerThatWaitsLongEnoughIsLeftAlone() {
        Advice advice = Advice.behind(Front.ALB, idling(120));
        assertTrue(advice.because().startsWith("nothing to change"), advice::because);
        assertEquals(List.of(), advice.settings());
    }

    @Test
    void aServerThatWaitsSomeSecondsLongerThanTheFrontIsLeftAloneToo() {
        for (Advice advice :
                List.of(
                        Advice.behind(Front.ALB, idling(75)),
                        Advice.behind(Front.NGINX, idling(64)),
                        Advice.behind(Front.JDK, idling(32)))) {
            assertTrue(advice.because().startsWith("nothing to change"), advice::because);
            assertEquals(List.of(), advice.settings());
        }
    }

    @Test
    void aServerThatWaitsHardlyLongerThanTheFrontIsTooClose() {
        Advice advice = Advice.behind(Front.ALB, idling(61));
        assertTrue(advice.because().contains("that is too close"), advice::because);
        assertTrue(advice.settings().getFirst().text().contains("80000"), advice::toString);
    }

    @Test
    void whatWasNotWaitedForIsNotClaimedOfAServerBehindAFront() {
        Value longer = new Value.LongerThan(Duration.ofSeconds(30).toNanos());
        Advice advice = Advice.behind(Front.NGINX, idling(longer));
        assertTrue(
                advice.because()
                        .endsWith(
                                "keeps them for longer than 30.000 s: whether it waits longer than"
                                        + " the front is not known, --max-wait 80s would tell; this"
                                        + " makes sure of it"),
                advice::because);
        assertEquals(1, advice.settings().size());
        Value enough = new Value.LongerThan(Duration.ofSeconds(70).toNanos());
        assertEquals(List.of(), Advice.behind(Front.NGINX, idling(enough)).settings());
    }

    @Test
    void ofTimesThatDifferAFrontIsHeldAgainstTheLeast() {
        long second = 1_000_000_000L;
        Value.Time spread = new Value.Time(100 * second, 59 * second, 100 * second, 9);
        Advice advice = Advice.behind(Front.ALB, idling(spread));
        assertTrue(advice.because().endsWith("must wait longer than the front"), advice::because);
    }

    @Test
    void ofTimesThatDifferWhatForgetsIsHeldAgainstTheMost() {
        long second = 1_000_000_000L;
        Value.Time several = new Value.Time(60 * second, 60 * second, 400 * second, 9);
        Advice behind = Advice.behind(Front.NLB, idling(several));
        assertTrue(
                behind.because().endsWith("closed them all after 400.000 s: it must close before"),
                behind::because);
        Advice front = Advice.ofFront(Front.NLB, idling(several));
        assertTrue(front.settings().getFirst().text().contains("Value=420"), front::toString);
    }
}
