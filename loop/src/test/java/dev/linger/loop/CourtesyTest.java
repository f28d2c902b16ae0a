package dev.linger.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CourtesyTest {
    private static final long MILLI = 1_000_000;

    private long now;
    private long takes;
    private int yields;
    private final Courtesy courtesy =
            new Courtesy(
                    () -> now,
                    () -> {
                        yields++;
                        now += takes;
                    });

    @Test
    void othersRunEachTimeWhileTheirTasksAreShort() {
        takes = MILLI;
        for (int turn = 0; turn < 100; turn++) {
            courtesy.letRun(64);
        }
        assertEquals(100, yields);
    }

    @Test
    void aStrangerWhoTakesTheProcessorGetsItLessAndLessOften() {
        takes = 4 * MILLI;
        for (int milli = 0; milli < 60_000; milli++) {
            courtesy.letRun(8);
            now += MILLI;
        }
        assertEquals(15, yields, "in a minute");
    }

    @Test
    void whenTheStrangerIsGoneAllIsAsBefore() {
        takes = 4 * MILLI;
        courtesy.letRun(1);
        courtesy.letRun(1);
        assertEquals(1, yields);
        takes = MILLI / 100;
        now += 10 * MILLI;
        courtesy.letRun(1);
        courtesy.letRun(1);
        assertEquals(3, yields);
    }
}
