package dev.linger.diagnosis.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.life.ConnectionLife;
import dev.linger.life.JudgedLife;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WaitingTest {
    /** 65,536 of them fit in memory. */
    private static final int MORE_THAN_FIT = 70_000;

    @Test
    void givesBackMoreLivesThanFitInMemoryInTheirOrder() throws Exception {
        ConnectionLife one = life();
        Waiting waiting = new Waiting();
        for (long number = 1; number <= MORE_THAN_FIT; number++) {
            waiting.add(numbered(one, number));
        }

        List<Long> numbers = new ArrayList<>();
        waiting.forEach(life -> {
            numbers.add(life.number());
            assertEquals(numbered(one, life.number()), life);
        });

        assertEquals(LongStream.rangeClosed(1, MORE_THAN_FIT).boxed().toList(), numbers);
    }

    private static ConnectionLife life() throws Exception {
        Scene scene = new Scene();
        scene.idle().server().fin().after(5);
        List<JudgedLife> judged = new ArrayList<>();
        Judge judge = Judge.atOnce(judged::add);
        scene.read(judge);
        return judged.getFirst().life();
    }

    private static ConnectionLife numbered(ConnectionLife life, long number) {
        return new ConnectionLife(
                number,
                life.client(),
                life.server(),
                life.seenBy(),
                life.opened(),
                life.opening(),
                life.fromClient(),
                life.fromServer(),
                life.talk(),
                life.ending(),
                life.notes());
    }
}
