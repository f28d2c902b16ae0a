package dev.linger.cli.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.cli.Exemplar;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Endpoint;
import dev.linger.life.Weight;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingJsonTest {

    private static String written(Finding finding) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FindingJson json = FindingJson.lines(out);
        json.writeLine(finding);
        json.flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyKeyIsThereAndWhatThereIsNotIsNull() throws IOException {
        assertEquals(
                """
                {"id":"one","weight":"notice","server":"10.0.0.2:80","client":null,\
                "connections":12,"what":"12 connections were there",\
                "because":"somebody said so","costs":null,\
                "next":"nothing has to change","changes":[],"expect":null,\
                "price":null,"evidence":[{"connection":1,"packet":null,"says":"it was quiet"}],\
                "figures":{}}
                """,
                written(Exemplar.of(Weight.NOTICE, "one")));
    }

    @Test
    void figuresArePlainNumbers() throws IOException {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("rate_per_s", 1e11);
        figures.put("share", 0.25);
        figures.put("gap_s", Double.POSITIVE_INFINITY);
        String line = written(Exemplar.of(Weight.WARNING, "one", new Endpoint(0, 1, 0), figures));
        assertEquals(
                "{\"rate_per_s\":100000000000,\"share\":0.25,\"gap_s\":null}}\n",
                line.substring(line.indexOf("\"figures\":") + "\"figures\":".length()));
        assertEquals(1, line.split("\"client\":\"::1\"", -1).length - 1);
    }
}
