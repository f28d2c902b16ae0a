package dev.linger.diagnosis.rule;

import static dev.linger.diagnosis.rule.Recorded.GET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import org.junit.jupiter.api.Test;

class BrokenAnswersTest {
    private static final String ID = "broken-answers";

    private final Recorded recorded = new Recorded();

    private static final String LONG =
            "HTTP/1.1 200 OK\r\nServer: gunicorn\r\nContent-Length: 1000\r\n\r\nbegin";

    private static final String STREAM =
            "HTTP/1.1 200 OK\r\nServer: nginx\r\nTransfer-Encoding: chunked\r\n\r\n";

    private void breaksOff() {
        Conversation one = recorded.connection().exchanges(GET, LONG);
        one.server().fin().after(0.5);
        one.client().fin();
    }

    private void closesWithoutAnswerAfter(double wait) {
        Conversation one = recorded.connection();
        one.client().sends(GET);
        one.server().ack();
        one.server().fin().after(wait);
        one.client().fin();
    }

    private void works(int times) {
        for (int n = 0; n < times; n++) {
            Conversation one = recorded.idle();
            one.client().fin().after(0.5);
            one.server().fin();
        }
    }

    @Test
    void answersThatBreakOffAndAnswersThatNeverCameAreCritical() throws Exception {
        works(60);
        for (int n = 0; n < 10; n++) {
            breaksOff();
            closesWithoutAnswerAfter(30);
        }
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.CRITICAL, finding.weight());
        assertEquals(20, finding.connections());
        assertTrue(finding.what().contains("20 of 80 requests (25 %)"), finding.what());
        assertTrue(finding.what().contains("10 broke off in the middle"), finding.what());
        assertTrue(finding.what().contains("10 got not one byte"), finding.what());
        assertTrue(finding.next().contains("2023-11-14T22:"), finding.next());
        assertEquals(Software.GUNICORN, finding.changes().getFirst().software());
        assertTrue(finding.changes().getFirst().text().contains("timeout = 60"));
    }

    @Test
    void streamsThatEndAfterTheSameSilenceMetALimit() throws Exception {
        works(10);
        for (int n = 0; n < 4; n++) {
            Conversation one = recorded.connection().exchanges(GET, STREAM);
            one.server().sends("5\r\nhello\r\n").after(0.2 * n);
            one.client().ack();
            one.server().fin().after(30);
            one.client().fin();
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(finding.because().contains("each ended after 30 s in which"), "" + finding);
        assertTrue(finding.next().contains("raise the limit"), finding.next());
        assertTrue(finding.changes().getFirst().text().contains("60"), "" + finding.changes());
    }

    @Test
    void anEndAtOnceBlamesNoLimit() throws Exception {
        for (int n = 0; n < 5; n++) {
            closesWithoutAnswerAfter(0.01 * (n + 1));
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertEquals(0, finding.changes().size());
    }

    @Test
    void oneBrokenAnswerIsANotice() throws Exception {
        works(10);
        breaksOff();
        assertEquals(Weight.NOTICE, recorded.findings(ID).getFirst().weight());
    }

    @Test
    void aClientThatLeavesIsNotTheServersFault() throws Exception {
        works(10);
        for (int n = 0; n < 5; n++) {
            recorded.connection().exchanges(GET, LONG).client().rst();
        }
        assertEquals(0, recorded.findings(ID).size());
    }
}
