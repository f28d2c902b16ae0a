package dev.linger.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;

class CertificatesTest {
    /** Root may read everything, so the refusal is made here. */
    @Test
    void aFileThatMayNotBeReadIsSaidToBeSo() {
        IOException denied = new AccessDeniedException("live/key.pem");
        assertEquals(
                "live/key.pem: cannot be read: no permission",
                Certificates.sentence(
                        new IOException(
                                "live/key.pem: cannot be read: " + denied.getMessage(), denied)));
    }
}
