package dev.linger.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
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
            List<String> whole =
                    transcript(requests, strictness).readCut(bytes, 0, bytes.length, null).lines();
            List<String> cut =
                    transcript(requests, strictness)
                            .readCut(bytes, 0, bytes.length, random)
                            .lines();
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
                    transcript(true, strictness).readCut(bytes, 0, bytes.length, null).lines(),
                    transcript(true, strictness).readCut(shifted, 13, shifted.length, null).lines(),
                    "seed " + seed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheSameWhateverWasReadBeforeInTheSameRoom(Strictness strictness) {
        HeadSpace used = new HeadSpace();
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] bytes = mutated(random);
            boolean requests = random.nextBoolean();
            List<String> alone =
                    transcript(requests, strictness).readCut(bytes, 0, bytes.length, null).lines();
            for (int times = 0; times < 3; times++) {
                Random cuts = random.nextInt(4) == 0 ? random : null;
                assertEquals(
                        alone,
                        transcript(requests, strictness, used)
                                .readCut(bytes, 0, bytes.length, cuts)
                                .lines(),
                        "seed " + seed);
            }
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
        return transcript(requests, strictness, new HeadSpace());
    }

    private static Transcript transcript(boolean requests, Strictness strictness, HeadSpace space) {
        return requests
                ? Transcript.requests(strictness, LIMITS, space)
                : Transcript.responses(strictness, LIMITS, space);
    }
}
