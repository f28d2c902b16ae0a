package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.linger.life.JudgedLife;
import dev.linger.life.Talk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutletTest {

    /** Remembers what it printed. */
    private static class Memory implements Printer {
        final List<Long> numbers = new ArrayList<>();

        @Override
        public void print(JudgedLife life) throws IOException {
            numbers.add(life.life().number());
        }

        @Override
        public void flush() {}

        @Override
        public void finish(Findings findings) {}
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 256})
    void keepsTheOrder(int batchSize) {
        Memory memory = new Memory();
        Outlet outlet = new Outlet(memory, batchSize);
        LongStream.range(0, 10_000)
                .forEach(number -> outlet.accept(Lives.closed(number, new Talk.Nothing())));
        outlet.close();
        assertEquals(LongStream.range(0, 10_000).boxed().toList(), memory.numbers);
    }

    @Test
    void aFailureOfThePrinterEndsTheRun() {
        IOException reason = new IOException("No space left on device");
        Memory broken =
                new Memory() {
                    @Override
                    public void print(JudgedLife life) throws IOException {
                        throw reason;
                    }
                };
        Outlet outlet = new Outlet(broken, 1);
        Outlet.Broken thrown =
                assertThrows(
                        Outlet.Broken.class,
                        () -> {
                            while (true) {
                                outlet.accept(Lives.closed(1, new Talk.Nothing()));
                            }
                        });
        assertSame(reason, thrown.reason());
    }
}
