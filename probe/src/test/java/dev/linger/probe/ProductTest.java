package dev.linger.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.Confidence;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a server is, where its name and its manner differ. */
class ProductTest {
    private static final String NODE = "400 Bad Request\nConnection: close\n\n";
    private static final String HAPROXY =
            "400 Bad request\n\nYour browser sent an invalid request.\n</body>";
    private static final String GO =
            "400 Bad Request\nContent-Type: text/plain; charset=utf-8\nConnection: close\n\n400 Bad Request";
    private static final String PYTHON =
            "400 Bad request syntax ('x')\n\n<p>Bad request syntax ('x').";

    private static Product of(String server, String malformed, String... names) {
        return Product.of(
                new Signs(
                        Optional.of(server).filter(text -> !text.isEmpty()),
                        List.of(names),
                        false,
                        Optional.empty(),
                        malformed));
    }

    @Test
    void aFalseNameIsSeenThroughByTheWordsThatNobodyElseUses() {
        Product product = of("nginx/1.2", PYTHON, "Server", "Date");
        assertEquals("Python http.server", product.name());
        assertEquals(Confidence.LIKELY, product.confidence());
        assertEquals("though its answers say \"Server: nginx/1.2\"", product.because().getLast());
    }

    @Test
    void nodeUnderAFalseNameIsKnownByItsWordsAndItsFieldsTogether() {
        assertEquals(
                "Node.js",
                of("Apache/2.4", NODE, "Server", "Date", "Connection", "Keep-Alive").name());
        assertEquals("Apache httpd", of("Apache/2.4", NODE, "Server", "Date").name());
    }

    @Test
    void aProxyThatServesNothingStandsBeforeTheServerThatIsNamed() {
        Product product = of("nginx", HAPROXY, "Server");
        assertEquals("nginx", product.name());
        assertEquals(Confidence.LIKELY, product.confidence());
        assertEquals(
                "HAProxy, which answers to a request that is none", product.front().orElse(""));
    }

    @Test
    void aProxyThatMayBeTheServerItselfLeavesTheNameAGuess() {
        Product product = of("nginx", GO, "Server");
        assertEquals(Confidence.GUESS, product.confidence());
        assertTrue(product.front().orElse("").endsWith("or it is that under another name"));
    }
}
