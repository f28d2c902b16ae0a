package dev.linger.cli.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.cli.Ran;
import dev.linger.linux.PacketFilter;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked for wrongly is refused before anything is listened to. */
class LiveTest {

    @Test
    void aCommandToBeTypedQuotesItsFile() {
        Live live = new Live("any", new PacketFilter(Set.of(), false), 0, 64, "it's a.pcapng", "");
        assertEquals("linger explain 'it'\\''s a.pcapng' --connection N draws one", live.toDraw());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "--live a.pcap > --live explains the packets that pass now, and a.pcap is a file;"
                        + " ask for one of them at a time",
                "a.pcap --save b.pcapng > --save is for live packets; say --live, too",
                "a.pcap --duration 5s > --duration is for live packets; say --live, too, or --kernel",
                "--live --duration 60 > --duration 60: a time is a number and its unit, as"
                        + " 500ms, 75s, 2m or 1h",
                "--live --duration 0s > --duration 0s: must be longer than 0",
                "--kernel --live > --kernel explains the connections that end now, and --live reads"
                        + " packets; ask for one of them at a time",
                "--kernel a.pcap > --kernel explains the connections that end now, and a.pcap is a"
                        + " file; ask for one of them at a time",
                "--kernel --connection 1 > --connection draws packets, and --kernel sees none;"
                        + " --live --save keeps them",
                "--kernel --save b.pcapng > --save is for live packets; say --live, too",
                "a.pcap ./a.pcap > ./a.pcap is named twice, and would count twice; name it once",
                "a.pcap --cause abort --cause drain > --cause takes one value, and was given abort"
                        + " and drain",
                "a.pcap --host 1.2.3 > --host 1.2.3: give an address such as 10.0.0.1 or"
                        + " 2001:db8::1; names are not looked up",
                "--live --ring 1 > --ring 1: must be a whole number from 2 to 2047",
                "--live --port 70000 > --port 70000: must be a whole number from 0 to 65535",
            })
    void optionsThatDoNotFitAreRefusedInOneSentence(String typed, String sentence) {
        Ran ran = Ran.linger(("explain " + typed).split(" ", -1));
        assertEquals("linger: " + sentence + "\n", ran.err());
        assertEquals(2, ran.status());
    }
}
