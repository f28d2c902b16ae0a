package dev.linger.diagnosis.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.linger.life.CloseCause;
import dev.linger.testkit.Conversation;
import org.junit.jupiter.api.Test;

class HistogramTest {
    @Test
    void valuesThatAreTheSameAreACluster() {
        Histogram histogram = new Histogram();
        for (double seconds : new double[] {50, 50.25, 50.5}) {
            histogram.add(seconds);
        }

        assertEquals(new Histogram.Cluster(50, 0.5, 3, 3), histogram.around(50.25));
    }

    /** Linger's server takes up to a tenth off, for each connection another part. */
    @Test
    void valuesSpreadOverATenthAreAClusterOfAllOfThem() {
        for (double timeout : new double[] {0.5, 5, 75}) {
            Histogram histogram = new Histogram();
            for (int step = 0; step < 8; step++) {
                histogram.add(timeout * (1 - step / 80.0));
            }
            histogram.add(timeout * 3);

            for (int step = 0; step < 8; step++) {
                Histogram.Cluster cluster = histogram.around(timeout * (1 - step / 80.0));
                assertNotNull(cluster);
                assertEquals(8, cluster.count(), cluster.toString());
                assertEquals(timeout * (1 - 7 / 80.0), cluster.seconds());
            }
            assertNull(histogram.around(timeout * 3));
        }
    }

    @Test
    void twoValuesWithinATenthAreTwoClusters() {
        Histogram histogram = new Histogram();
        for (double seconds : new double[] {60, 60, 60, 60, 60, 65, 65, 65}) {
            histogram.add(seconds);
        }

        assertEquals(new Histogram.Cluster(60, 0, 5, 8), histogram.around(60));
    }

    @Test
    void durationsOfNothingOrLessBelongToNoCluster() {
        Histogram histogram = new Histogram();
        for (double seconds : new double[] {5, 5, 5, 0, -1}) {
            histogram.add(seconds);
        }

        for (double seconds : new double[] {0, 1e-9, -1e-9, -0.05, -1, -1.1, -1e6}) {
            assertNull(histogram.around(seconds));
        }
    }

    /** A last response and the FIN in one packet: a gap of exactly nothing. */
    @Test
    void aFinOnTheLastBytesOfAResponseIsJudged() throws Exception {
        Scene scene = new Scene();
        Conversation talk = scene.connection();
        talk.client().sends(Scene.GET);
        talk.server().sends(Scene.OK).withFin();
        talk.client().fin();
        talk.server().ack();

        assertEquals(CloseCause.SURPLUS, scene.onlyVerdict().closing().cause());
    }
}
