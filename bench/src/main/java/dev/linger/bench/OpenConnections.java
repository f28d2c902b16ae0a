package dev.linger.bench;

import dev.linger.capture.file.BadCaptureException;
import dev.linger.capture.file.CaptureReader;
import dev.linger.capture.file.Packet;
import dev.linger.capture.flow.Flows;
import dev.linger.testkit.CaptureBuilder;
import dev.linger.testkit.Conversation;
import java.io.IOException;
import java.lang.ref.Reference;
import java.util.Locale;

/**
 * Heap that an open connection takes: connections that stay open after one exchange, few and many,
 * and what is in use after a collection. The difference is free of what does not grow with them.
 */
final class OpenConnections {
    private static final int FEW = 20_000;
    private static final int MANY = 120_000;

    private static final int FIRST_PORT = 10_000;
    private static final int PORTS = 50_000;

    private OpenConnections() {}

    public static void main(String[] args) throws BadCaptureException, IOException {
        heapWith(FEW); // loads what is needed
        long few = heapWith(FEW);
        long many = heapWith(MANY);
        System.out.printf(
                Locale.ROOT,
                "%,d open connections: %.1f MB; %,d: %.1f MB; %d bytes an open connection%n",
                FEW,
                few / 1e6,
                MANY,
                many / 1e6,
                (many - few) / (MANY - FEW));
    }

    private static long heapWith(int connections) throws BadCaptureException, IOException {
        long before = usedHeap();
        Flows flows = new Flows(life -> {});
        follow(flows, connections);
        long used = usedHeap() - before;
        Reference.reachabilityFence(flows);
        return used;
    }

    /** A method of its own, so that the capture is gone when the heap is looked at. */
    private static void follow(Flows flows, int connections)
            throws BadCaptureException, IOException {
        try (CaptureReader reader =
                CaptureReader.of(capture(connections).stream(), "open connections")) {
            Packet packet = new Packet();
            while (reader.next(packet)) {
                flows.packet(packet);
            }
        }
    }

    private static CaptureBuilder capture(int connections) {
        CaptureBuilder capture = CaptureBuilder.pcap();
        for (int i = 0; i < connections; i++) {
            Conversation talk =
                    capture.conversation(
                            "10.0.0." + (1 + i / PORTS), FIRST_PORT + i % PORTS, "10.0.1.1", 80);
            talk.opens();
            talk.exchanges(
                    "GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Length: 3\r\n\r\nok\n");
            talk.client().ack();
        }
        return capture;
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
