package dev.linger.diagnosis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import java.util.List;
import org.junit.jupiter.api.Test;

class TlsFailuresTest {
    private static final String ID = "tls-failures";

    private static final byte[] CLIENT_HELLO = {22, 3, 1, 0, 4, 1, 0, 0, 0};
    private static final byte[] SERVER_HELLO = {22, 3, 3, 0, 4, 2, 0, 0, 0};
    private static final byte[] DATA = {23, 3, 3, 0, 3, 7, 7, 7};

    private final Recorded recorded = new Recorded();

    private static byte[] alert(int code) {
        return new byte[] {21, 3, 3, 0, 2, 2, (byte) code};
    }

    private void clientRejects(int times, int code) {
        for (int n = 0; n < times; n++) {
            Conversation one = recorded.connection();
            one.client().sends(CLIENT_HELLO);
            one.server().sends(SERVER_HELLO);
            one.client().sends(alert(code));
            one.client().fin();
            one.server().fin();
            one.client().ack();
        }
    }

    private void serverRejects(int times, int code) {
        for (int n = 0; n < times; n++) {
            Conversation one = recorded.connection();
            one.client().sends(CLIENT_HELLO);
            one.server().sends(alert(code));
            one.server().fin();
            one.client().fin();
            one.server().ack();
        }
    }

    private void succeeds(int times) {
        for (int n = 0; n < times; n++) {
            Conversation one = recorded.connection();
            one.client().sends(CLIENT_HELLO);
            one.server().sends(SERVER_HELLO);
            one.client().sends(DATA);
            one.server().sends(DATA);
            one.client().fin();
            one.server().fin();
            one.client().ack();
        }
    }

    @Test
    void clientsThatDoNotTrustTheChainAreCriticalWhereTheyAreMost() throws Exception {
        clientRejects(20, 48);
        succeeds(5);
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.CRITICAL, finding.weight());
        assertEquals(20, finding.connections());
        assertTrue(finding.because().contains("intermediate certificate"), finding.because());
        assertTrue(
                finding.changes().getFirst().text().contains("-connect 10.0.0.2:80"),
                finding.changes().toString());
    }

    @Test
    void noVersionInCommonIsAnsweredByTheServersSetting() throws Exception {
        serverRejects(6, 70);
        succeeds(60);
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertTrue(finding.because().contains("no version of TLS"), finding.because());
        assertEquals(Software.NGINX, finding.changes().getFirst().software());
    }

    @Test
    void aHandshakeThatIsGivenUpIsToldAsOne() throws Exception {
        serverRejects(6, 90);
        succeeds(60);
        String because = recorded.findings(ID).getFirst().because();
        assertTrue(because.endsWith("the server says that it gave the handshake up"), because);
    }

    @Test
    void theMostFrequentAlertIsTheOneToldOf() throws Exception {
        clientRejects(4, 48);
        clientRejects(8, 45);
        assertTrue(recorded.findings(ID).getFirst().because().startsWith("67 %"));
        assertTrue(recorded.findings(ID).getFirst().because().contains("expired"));
    }

    @Test
    void aFewOfManyAreNone() throws Exception {
        clientRejects(4, 48);
        succeeds(100);
        assertEquals(List.of(), recorded.findings(ID));
    }
}
