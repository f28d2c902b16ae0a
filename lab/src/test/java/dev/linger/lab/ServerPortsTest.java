package dev.linger.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.linux.PortRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerPortsTest {
    @ParameterizedTest
    @CsvSource({
        "32768, 60999, 20000, 31999",
        "10000, 30000, 30001, 65534",
        "15000, 65000, 1024, 14998",
        "1024, 65535, 20000, 31999"
    })
    void serversHaveThePortsThatClientsAreNotGivenAsLongAsThereAreEnough(
            int lowest, int highest, int first, int last) {
        assertEquals(
                new ServerPorts(first, last),
                ServerPorts.besides(new PortRange(lowest, highest, 0)));
    }
}
