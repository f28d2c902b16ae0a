package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PemFileTest {
    /** Root may read everything, so the refusal is made here. */
    @Test
    void aFileThatMayNotBeReadIsSaidToBeSo() {
        Path file = Path.of("live/key.pem");
        assertEquals(
                "live/key.pem: cannot be read: no permission",
                PemFile.unreadable(file, new AccessDeniedException(file.toString())).getMessage());
    }
}
