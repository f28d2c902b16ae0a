package dev.linger.cli.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.linger.cli.Lives;
import dev.linger.life.JudgedLife;
import dev.linger.life.Talk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
        public void finish(Outcome outcome) {}
    }

    private static final Filter ALL = new Filter(Set.of(), List.of(), null, null, 0);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keepsTheOrder(boolean live) {
        Memory memory = new Memory();
        Outlet outlet = new Outlet(ALL, memory, live, List.of());
        LongStream.range(0, 10_000)
                .forEach(number -> outlet.accept(Lives.closed(number, new Talk.Nothing()).life()));
        outlet.close();
        assertEquals(LongStream.range(0, 10_000).boxed().toList(), memory.numbers);
        assertEquals(10_000, outlet.connections());
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
        Outlet outlet = new Outlet(ALL, broken, true, List.of());
        Outlet.Broken thrown =
                assertThrows(
                        Outlet.Broken.class,
                        () -> {
                            while (true) {
                                outlet.accept(Lives.closed(1, new Talk.Nothing()).life());
                            }
                        });
        assertSame(reason, thrown.reason());
    }
}
