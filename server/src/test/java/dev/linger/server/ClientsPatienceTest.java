package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class ClientsPatienceTest {
    private static final InetAddress CLIENT = InetAddress.getLoopbackAddress();
    private static final long MILLI = 1_000_000;

    private final ClientsPatience patience = new ClientsPatience();

    @Test
    void threeMissesOneAfterTheOtherEndIt() {
        for (int i = 0; i < 3; i++) {
            assertTrue(patience.patience(CLIENT) > 0);
            patience.clientStayed(CLIENT, 1000L * i * MILLI, (1000L * i + 100) * MILLI);
        }
        assertEquals(0, patience.patience(CLIENT));
    }

    @Test
    void missesOfOneMomentCountOnce() {
        for (int i = 0; i < 64; i++) {
            patience.clientStayed(CLIENT, i * MILLI, (100L + i) * MILLI);
        }
        assertTrue(patience.patience(CLIENT) > 0);
    }

    @Test
    void oneThatClosesFirstIsTrustedAgain() {
        for (int i = 0; i < 5; i++) {
            patience.clientStayed(CLIENT, 1000L * i * MILLI, (1000L * i + 100) * MILLI);
        }
        patience.clientClosed(CLIENT, 90 * MILLI);
        assertEquals(360 * MILLI, patience.patience(CLIENT));
    }

    @Test
    void aFastClientIsStillGivenTheTimeOfABusyMachine() {
        patience.clientClosed(CLIENT, MILLI / 10);
        assertEquals(100 * MILLI, patience.patience(CLIENT));
    }
}
