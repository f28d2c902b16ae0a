package dev.linger.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However the bytes are cut, the events are the same: over seeded mutations of real messages. */
class SplittingTest {
    private static final int ROUNDS = 30_000;

    private static final List<String> SEEDS =
            List.of(
                    "GET / HTTP/1.1\r\nHost: a.example\r\nConnection: keep-alive\r\n\r\n",
                    "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.0\r\n\r\n",
                    "\r\nPUT * HTTP/1.1\r\nHost: [::1]:80\r\nTransfer-Encoding: chunked\r\n\r\n"
                            .concat("3;a=b\r\nabc\r\n0A\r\n0123456789\r\n0\r\nX: y\r\n\r\n"),
                    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
                    "HTTP/1.0 404 Not Found\r\nServer: x\r\n\r\nuntil close",
                    "HTTP/1.1 200 OK\nTransfer-Encoding: gzip,\n chunked\n\n2\nab\n0\n\n",
                    "HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n\1\2\3",
                    "GET / HTTP/1.1\r\nHost : x\r\nA\r\n b: c\r\nContent-Length: 1, 1\r\n\r\nx");

    private static final String ALPHABET = "\r\n\r\n\t :;,0159afGETHPx/.\0\u007f\u00ff-";
    private static final Limits LIMITS = new Limits(48, 160, 6, 16, 24);

    @ParameterizedTest
    @EnumSource
    void tellsTheSameHoweverTheBytesAreCut(Strictness strictness) {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] bytes = mutated(random);
            boolean requests = random.nextBoolean();
            List<String> whole = read(transcript(requests, strictness), bytes, 0, null);
            List<String> cut = read(transcript(requests, strictness), bytes, 0, random);
            assertEquals(whole, cut, "seed " + seed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheSameWhereverTheBytesLieInTheirArray(Strictness strictness) {
        for (int seed = 0; seed < ROUNDS / 10; seed++) {
            Random random = new Random(seed);
            byte[] bytes = mutated(random);
            byte[] shifted = new byte[bytes.length + 13];
            System.arraycopy(bytes, 0, shifted, 13, bytes.length);
            assertEquals(
                    read(transcript(true, strictness), bytes, 0, null),
                    read(transcript(true, strictness), shifted, 13, null),
                    "seed " + seed);
        }
    }

    private static byte[] mutated(Random random) {
        StringBuilder text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(text.length());
            char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, c);
                case 1 -> text.insert(at, c);
                case 2 -> text.deleteCharAt(at);
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 9)));
            }
        }
        return text.toString().getBytes(ISO_8859_1);
    }

    private static Transcript transcript(boolean requests, Strictness strictness) {
        return requests
                ? Transcript.requests(strictness, LIMITS)
                : Transcript.responses(strictness, LIMITS);
    }

    /** Up to the first fault; from there a lenient reader goes by where ranges begin. */
    private static List<String> read(
            Transcript transcript, byte[] bytes, int from, @Nullable Random random) {
        int at = from;
        while (at < bytes.length && transcript.reader().fault() == null) {
            int step = random == null ? bytes.length : 1 + random.nextInt(24);
            int to = Math.min(bytes.length, at + step);
            transcript.read(bytes, at, to);
            at = to;
        }
        return transcript.end().lines();
    }
}
