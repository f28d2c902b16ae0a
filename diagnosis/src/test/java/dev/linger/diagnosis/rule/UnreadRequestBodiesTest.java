package dev.linger.diagnosis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import org.junit.jupiter.api.Test;

class UnreadRequestBodiesTest {
    private static final String ID = "unread-request-bodies";

    private final Recorded recorded = new Recorded();

    private static final String UPLOAD =
            """
            PUT /file HTTP/1.1\r
            Host: a\r
            User-Agent: curl/8.5\r
            Content-Length: 100000\r
            \r
            """;

    private Conversation refusesEarly(String server) {
        Conversation one = recorded.connection();
        one.client().sends(UPLOAD);
        one.client().sends(1000);
        one.server()
                .sends(
                        "HTTP/1.1 413 Content Too Large\r\nServer: "
                                + server
                                + "\r\nContent-Length: 0\r\n\r\n");
        return one;
    }

    @Test
    void answersThatResetsMayEraseAreCritical() throws Exception {
        for (int n = 0; n < 20; n++) {
            Conversation one = refusesEarly("nginx/1.22.1");
            one.client().sends(1000);
            one.server().rst();
        }
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.CRITICAL, finding.weight());
        assertEquals(20, finding.connections());
        assertTrue(finding.because().contains("413"), finding.because());
        assertTrue(finding.costs().contains("20 of 20 requests (100 %)"), finding.costs());
        assertTrue(text(finding).contains("client_max_body_size 1m;"), text(finding));
        assertTrue(finding.expect().contains("uploads up to 1 MB are taken"), finding.expect());
        assertTrue(text(finding).contains("lingering_close on;"), text(finding));
        assertTrue(text(finding).contains("Expect: 100-continue"), text(finding));
    }

    /** nginx 1.22 answers such a request with 100, and with 413 in mid body. */
    @Test
    void nobodyIsToldToAskBeforeABodyInChunks() throws Exception {
        for (int n = 0; n < 20; n++) {
            Conversation one = recorded.connection();
            one.client()
                    .sends(
                            UPLOAD.replace("Content-Length: 100000", "Transfer-Encoding: chunked")
                                    + "8000\r\n");
            one.client().sends(1000);
            one.server()
                    .sends("HTTP/1.1 413 Too Large\r\nServer: nginx\r\nContent-Length: 0\r\n\r\n");
            one.client().sends(1000);
            one.server().rst();
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertFalse(text(finding).contains("Expect"), text(finding));
        assertFalse(finding.next().contains("Expect"), finding.next());
        assertTrue(text(finding).contains("put the size that you need"), text(finding));
        assertTrue(finding.expect().contains("the size that you set"), finding.expect());
    }

    private static String text(Finding finding) {
        return String.join("\n", finding.changes().stream().map(Change::text).toList());
    }

    @Test
    void anAnswerThatArrivesIsANotice() throws Exception {
        for (int n = 0; n < 20; n++) {
            Conversation one = refusesEarly("nginx/1.22.1");
            one.client().fin();
            one.server().fin();
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.NOTICE, finding.weight());
        assertTrue(finding.costs().contains("the answers arrived"), finding.costs());
    }

    @Test
    void oneRefusedUploadIsNoFinding() throws Exception {
        recorded.idle();
        refusesEarly("nginx/1.22.1").server().rst();
        assertEquals(0, recorded.findings(ID).size());
    }
}
