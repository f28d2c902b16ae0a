package dev.linger.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {

    @Test
    void printsIpv4InDottedForm() {
        assertEquals("127.0.0.1:80", Endpoint.ofIpv4(0x7f000001, 80).toString());
        assertEquals("255.0.12.3", Endpoint.ofIpv4(0xff000c03, 1).address());
    }

    @ParameterizedTest
    @CsvSource({
        "0,0,::",
        "0,1,::1",
        "0x20010db800000000,1,2001:db8::1",
        "0x20010db800000000,0x0000000000010000,2001:db8::1:0",
        "0x2001000000000001,0x0000000000000001,2001:0:0:1::1",
        "0x2001000000010000,0x0000000100000001,2001:0:1::1:0:1",
        "0x2001000200030004,0x0005000600070008,2001:2:3:4:5:6:7:8",
        "0x2001000200030000,0x0005000600070008,2001:2:3:0:5:6:7:8",
        "0x2001000200030004,0,2001:2:3:4::",
    })
    void printsIpv6InTheShortFormOfRfc5952(String high, String low, String text) {
        Endpoint endpoint = new Endpoint(Long.decode(high), Long.decode(low), 443);
        assertEquals(text, endpoint.address());
        assertEquals("[" + text + "]:443", endpoint.toString());
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1,127.0.0.1:80", "::1,[::1]:80", "::ffff:10.0.0.1,10.0.0.1:80"})
    void isOfAnAddress(String address, String text) {
        byte[] bytes = InetAddress.ofLiteral(address).getAddress();
        assertEquals(text, Endpoint.of(bytes, 80).toString());
    }

    @Test
    void isOfNoOtherNumberOfBytes() {
        assertThrows(IllegalArgumentException.class, () -> Endpoint.of(new byte[5], 80));
    }

    @Test
    void printsAnyAddressSoThatItReadsBackAsItself() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            long high = withZeroGroups(random) | 0x2000_0000_0000_0000L;
            long low = withZeroGroups(random);
            byte[] bytes = InetAddress.getByName(new Endpoint(high, low, 1).address()).getAddress();
            assertEquals(high, ByteBuffer.wrap(bytes).getLong(0));
            assertEquals(low, ByteBuffer.wrap(bytes).getLong(8));
        }
    }

    @Test
    void refusesAPortThatIsNone() {
        assertThrows(IllegalArgumentException.class, () -> Endpoint.ofIpv4(1, 65536));
    }

    private static long withZeroGroups(Random random) {
        long groups = random.nextLong();
        for (int shift = 0; shift < 64; shift += 16) {
            if (random.nextBoolean()) {
                groups &= ~(0xffffL << shift);
            }
        }
        return groups;
    }
}
