package dev.linger.cli.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.cli.Exemplar;
import dev.linger.life.Weight;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTest {

    @ParameterizedTest
    @CsvSource({"CRITICAL, 1", "WARNING, 1", "NOTICE, 0", "HEALTHY, 0"})
    void warningsAndWhatIsWorseFail(Weight weight, int status) {
        assertEquals(status, Check.of(List.of(Exemplar.of(weight, "one"))).status());
    }
}
