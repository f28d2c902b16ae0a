package dev.linger.diagnosis.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.linger.life.Side;
import org.junit.jupiter.api.Test;

class FingerprintsTest {
    @Test
    void whoClosesASecondAfterWhatItAnnouncesIsNode() {
        assertEquals("gunicorn (keepalive)", Fingerprints.of(Side.SERVER, 2.001, null, -1));
        assertEquals(
                "Node.js (keepAliveTimeout 1 s and its buffer of 1 s)",
                Fingerprints.of(Side.SERVER, 2.001, null, 1));
    }

    @Test
    void whoAnnouncesIsNoneThatDoesNot() {
        assertNull(Fingerprints.of(Side.SERVER, 2.001, null, 2));
        assertEquals(
                "Apache httpd (KeepAliveTimeout)",
                Fingerprints.of(Side.SERVER, 5.002, "Apache/2.4.62", 5));
    }

    @Test
    void whoNamesItselfIsNoOther() {
        assertEquals(
                "nginx (keepalive_timeout)",
                Fingerprints.of(Side.SERVER, 75.01, "nginx/1.22.1", 60));
        assertNull(Fingerprints.of(Side.SERVER, 75.01, "Apache/2.4.62", -1));
    }
}
