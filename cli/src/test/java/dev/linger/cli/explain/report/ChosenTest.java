package dev.linger.cli.explain.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.cli.Lives;
import dev.linger.life.Manner;
import dev.linger.life.Talk;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChosenTest {
    private final Chosen chosen = new Chosen(10);

    private void add(long from, long to, Manner manner) {
        for (long number = from; number <= to; number++) {
            chosen.add(Lives.life(number, new Talk.Nothing(), manner, 0, 0));
        }
    }

    private List<Long> numbers() {
        return chosen.lives().stream().map(judged -> judged.life().number()).toList();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void keepsAllWhereTheyAreFew() {
        add(1, 10, Manner.FIN);
        assertEquals(range(1, 10), numbers());
    }

    @Test
    void keepsTheFirstOnesOfOneKind() {
        add(1, 1000, Manner.FIN);
        assertEquals(range(1, 10), numbers());
    }

    @Test
    void keepsAllOfARareKindThatComesLate() {
        add(1, 1000, Manner.FIN);
        add(1001, 1003, Manner.RESET);
        add(1004, 2000, Manner.FIN);
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 1001L, 1002L, 1003L), numbers());
    }

    @Test
    void sharesBetweenFrequentKinds() {
        add(1, 1000, Manner.FIN);
        add(1001, 2000, Manner.RESET);
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 1001L, 1002L, 1003L, 1004L, 1005L), numbers());
    }
}
