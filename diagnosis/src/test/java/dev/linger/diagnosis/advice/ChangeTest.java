package dev.linger.diagnosis.advice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChangeTest {

    @Test
    void knownSoftwareGetsItsOwnSettingAlone() {
        assertEquals(
                List.of("send_timeout 7s;"),
                WriteTimeouts.of(Software.NGINX, 7).stream().map(Change::text).toList());
    }

    @Test
    void unknownSoftwareMayBeAnyThatHasTheSetting() {
        List<Change> all = HandlerLimits.of(null, 7);
        assertEquals(all.size(), all.stream().map(Change::software).distinct().count());
        assertTrue(all.size() > 5);
    }

    @Test
    void nobodyIsAdvisedTheSettingsOfAnotherSoftware() {
        assertEquals(List.of(), HandlerLimits.of(Software.JETTY, 7));
        assertEquals(List.of(), UnreadBodies.readingOn(Software.HAPROXY));
        assertEquals(List.of(), RequestCaps.of(Software.GUNICORN, 7));
        assertEquals(List.of(), TlsSettings.versions(Software.JETTY));
    }

    @Test
    void whatTheSoftwareDoesByItselfIsToldAsItsDefault() {
        Change jdk = PoolSizes.of(Software.JDK_CLIENT, 20).getFirst();
        Change tomcat = ClosingWhatEnded.ofServer(Software.TOMCAT).getFirst();
        for (Change change : List.of(jdk, tomcat)) {
            assertTrue(
                    change.where().endsWith("(this is the default: look for where it was changed)"),
                    change::where);
        }
    }

    @Test
    void aSettingStandsAtOnePlaceWhateverItIsFor() {
        assertEquals(
                ReadTimeouts.of(Software.TOMCAT, 7).getFirst().where(),
                MessageLimits.ofHeads(Software.TOMCAT, 7).getFirst().where());
        assertEquals(
                "connectionTimeout=\"7000\"",
                WriteTimeouts.of(Software.TOMCAT, 7).getFirst().text());
    }

    @Test
    void noSettingIsLeftWithoutItsValue() {
        Stream.of(
                        ReadTimeouts.of(null, 7),
                        WriteTimeouts.of(null, 7),
                        ClientTimeouts.of(null, 7),
                        HandlerLimits.of(null, 7),
                        MessageLimits.ofHeads(null, 7168),
                        MessageLimits.ofBodies(null, 7),
                        QuietConnections.ofClient(null, 77, 7),
                        QuietConnections.ofServer(null, 77, 7))
                .flatMap(List::stream)
                .forEach(change -> assertFalse(change.text().contains("%"), change::text));
    }

    @Test
    void aLoadBalancerIsAskedForNoMoreThanItCan() {
        List<Change> azure = QuietConnections.ofNetwork(Software.AZURE_LOAD_BALANCER, 86_400);
        assertEquals(1, azure.size());
        assertTrue(azure.getFirst().text().contains("--idle-timeout 100 "));
        assertEquals(List.of(), QuietConnections.ofNetwork(null, 600));
    }
}
