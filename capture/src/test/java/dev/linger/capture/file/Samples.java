package dev.linger.capture.file;

import dev.linger.testkit.CaptureBuilder;
import dev.linger.testkit.Conversation;
import dev.linger.testkit.Link;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Good captures of every kind, to be broken. */
public final class Samples {
    private Samples() {}

    public static List<byte[]> all() {
        List<byte[]> samples = new ArrayList<>();
        for (Link link : Link.values()) {
            samples.add(talk(CaptureBuilder.pcap().link(link)));
            samples.add(talk(CaptureBuilder.pcapng().link(link).bigEndian().nanoseconds()));
        }
        samples.add(
                Blocks.section(ByteOrder.LITTLE_ENDIAN)
                        .describe(1, 0, 9, 134, 1)
                        .packet(0, 1_000_000)
                        .block(2, 0x00070000, 0, 1_000_000, 4, 60, 0x01020304)
                        .block(0xbad)
                        .then(
                                Blocks.section(ByteOrder.BIG_ENDIAN)
                                        .describe(101, 0, 14, 5, 8)
                                        .block(3, 3, 0x45000000))
                        .bytes());
        return samples;
    }

    private static byte[] talk(CaptureBuilder capture) {
        Conversation talk = capture.conversation();
        talk.client().syn().windowScale(7);
        talk.server().synAck();
        talk.client().sends("GET / HTTP/1.1\r\n\r\n").inFragmentsOf(16);
        Conversation six = capture.conversation("2001:db8::1", 1, "2001:db8::2", 80);
        six.client().syn();
        six.client().sends(40).inFragmentsOf(24);
        return capture.bytes();
    }
}
