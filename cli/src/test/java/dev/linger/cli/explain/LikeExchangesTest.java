package dev.linger.cli.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.life.Side;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LikeExchangesTest {
    private final List<Rung> rungs = new ArrayList<>();

    private LikeExchangesTest says(Side from, String label) {
        rungs.add(new Rung.Arrow(rungs.size() * 1000L, from, label, "", false, false));
        return this;
    }

    private LikeExchangesTest asks(String request) {
        return says(Side.CLIENT, request).says(Side.SERVER, "200 OK");
    }

    @Test
    void ofManyThatLookAlikeTheFirstAndTheLastOneStay() {
        for (int i = 0; i < 300; i++) {
            asks("GET /");
        }
        List<Rung> folded = LikeExchanges.folded(rungs);
        assertEquals(
                List.of(
                        rungs.get(0),
                        rungs.get(1),
                        new Rung.Alike(298, 595_000),
                        rungs.get(598),
                        rungs.get(599)),
                folded);
    }

    @Test
    void aBodyInSeveralSegmentsBelongsToItsExchange() {
        for (int i = 0; i < 5; i++) {
            asks("GET /").says(Side.SERVER, "7 more segments");
        }
        assertEquals(
                new Rung.Alike(3, 8_000), LikeExchanges.folded(rungs).get(3), () -> "" + rungs);
    }

    @Test
    void fewAreDrawn() {
        asks("GET /").asks("GET /").asks("GET /").asks("GET /");
        assertEquals(rungs, LikeExchanges.folded(rungs));
    }

    @Test
    void whatDiffersIsDrawn() {
        asks("GET /1").asks("GET /2").asks("GET /3").asks("GET /4").asks("GET /5");
        assertEquals(rungs, LikeExchanges.folded(rungs));
    }

    @Test
    void silenceEndsARow() {
        asks("GET /").asks("GET /").asks("GET /");
        rungs.add(new Rung.Silence(200_000_000, ""));
        asks("GET /").asks("GET /").asks("GET /");
        assertEquals(rungs, LikeExchanges.folded(rungs));
    }

    @Test
    void whatOneSideRepeatsIsNoExchange() {
        for (int i = 0; i < 10; i++) {
            says(Side.CLIENT, "ping");
        }
        assertEquals(rungs, LikeExchanges.folded(rungs));
    }
}
