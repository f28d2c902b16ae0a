package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.JudgedLife;
import dev.linger.life.Manner;
import dev.linger.life.Talk;
import dev.linger.life.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LifeJsonTest {

    private static String json(JudgedLife life) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LifeJson json = new LifeJson(out);
        json.write(life);
        json.flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writesEveryKeyInOneOrder() throws IOException {
        String expected =
                """
                {"client":"127.0.0.1:38626","server":"127.0.0.1:9002",\
                "opened":"2026-11-21T09:13:16.104192Z","closed":"2026-11-21T09:13:16.104464Z",\
                "seen_by":"capture","requests":0,"responses":0,\
                "bytes_to_server":97,"bytes_to_client":null,\
                "closed_first":"server","manner":"fin","time_wait_at":"server",\
                "cause":"close-requested","decided_by":"client","phase":"idle",\
                "idle_before_close_s":0.000019,"confidence":"certain",\
                "evidence":[{"packet":4,"at_s":0.000065,"says":"server sent the first FIN"}],\
                "notes":["a note of the \\"observer\\"","a second note"],"connection":1}
                """;
        assertEquals(expected, json(Lives.closed(1, new Talk.Nothing())));
    }

    @Test
    void thePageHasEveryKeyInItsOrder() throws IOException {
        List<String> keys =
                Pattern.compile("[{,]\"([a-z_]+)\":")
                        .matcher(json(Lives.closed(1, new Talk.Nothing())))
                        .results()
                        .map(key -> key.group(1))
                        .filter(key -> !List.of("packet", "at_s", "says").contains(key))
                        .toList();
        List<String> documented =
                Files.readAllLines(Ran.ROOT.resolve("docs/json.md")).stream()
                        .filter(line -> line.startsWith("| `"))
                        .map(line -> line.split("\\|", -1)[1])
                        .flatMap(cell -> Pattern.compile("[a-z_]+").matcher(cell).results())
                        .map(MatchResult::group)
                        .toList();
        assertEquals(keys, documented);
    }

    @Test
    void whatIsNotKnownIsNull() throws IOException {
        String json = json(Lives.life(1, new Talk.Unseen(), Manner.OPEN, -1, -5_001));
        assertTrue(json.contains("\"closed\":null"), json);
        assertTrue(json.contains("\"requests\":null,\"responses\":null"), json);
        assertTrue(json.contains("\"idle_before_close_s\":null"), json);
        assertTrue(json.contains("{\"packet\":null,\"at_s\":-0.000005001,"), json);
    }

    @Test
    void requestsUnderTlsAreNotKnown() throws IOException {
        Talk tls = new Talk.Tls(true, true, true, null, null, -1, null);
        assertTrue(json(Lives.closed(1, tls)).contains("\"requests\":null"));
    }

    @Test
    void anotherProtocolHasNoRequests() throws IOException {
        assertTrue(json(Lives.closed(1, new Talk.Other(false))).contains("\"requests\":0"));
    }

    /** More than is held back at once. */
    @Test
    void manyLivesAndLongTextsComeWhole() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LifeJson json = new LifeJson(out);
        JudgedLife life = Lives.closed(1, new Talk.Nothing());
        String longNote = "n".repeat(300_000);
        JudgedLife longLife =
                new JudgedLife(
                        life.life(),
                        new Verdict(
                                life.verdict().closing(),
                                life.verdict().confidence(),
                                life.verdict().evidence(),
                                List.of(longNote)));
        for (int i = 0; i < 1000; i++) {
            json.write(life);
        }
        json.write(longLife);
        json.write(life);
        json.flush();
        String line = json(life);
        String longLine = line.replace("a second note", longNote);
        assertEquals(line.repeat(1000) + longLine + line, out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whenItEndedIsNotKnownWhereItsEndWasNotSeen() throws IOException {
        String json = json(Lives.life(1, new Talk.Unseen(), Manner.UNKNOWN, -1, 1));
        assertTrue(json.contains("\"closed\":null"), json);
    }
}
