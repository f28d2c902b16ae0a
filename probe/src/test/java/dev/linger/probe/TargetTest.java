package dev.linger.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class TargetTest {
    private static final InetAddress ONE = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress OTHER = InetAddress.ofLiteral("127.0.0.2");

    private static Target target(int port) throws Exception {
        return new Target(
                URI.create("http://some.name/"),
                "some.name",
                new InetSocketAddress(ONE, port),
                List.of(ONE, OTHER),
                "/",
                SSLContext.getDefault());
    }

    @Test
    void isTheFirstAddressOfTheNameAtWhichSomebodyListens() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 5, OTHER)) {
            int port = listening.getLocalPort();
            Target found = target(port).reachable(Bounds.defaults());
            assertEquals("127.0.0.2:" + port, found.where());
        }
    }

    @Test
    void staysTheFirstAddressWhereNobodyListens() throws Exception {
        int port;
        try (ServerSocket listening = new ServerSocket(0, 5, ONE)) {
            port = listening.getLocalPort();
        }
        assertEquals("127.0.0.1:" + port, target(port).reachable(Bounds.defaults()).where());
    }

    @Test
    void whatIsBeyondAsciiIsPercentEncoded() throws Exception {
        Target target =
                Target.of(
                        "http://127.0.0.1/gr\u00f6\u00dfe/\u65e5?\u00fc=1",
                        SSLContext.getDefault());
        assertEquals("/gr%C3%B6%C3%9Fe/%E6%97%A5?%C3%BC=1", target.path());
    }

    @Test
    void aNameWithAnUnderscoreIsRefusedAsSuch() {
        UnreachableException refused =
                assertThrows(
                        UnreachableException.class, () -> Target.parse("http://my_service:8080/"));
        assertTrue(String.valueOf(refused.getMessage()).contains("no underscore"));
    }
}
