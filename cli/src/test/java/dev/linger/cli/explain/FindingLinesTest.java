package dev.linger.cli.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.Exemplar;
import dev.linger.cli.Glossary;
import dev.linger.cli.Terminal;
import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Endpoint;
import dev.linger.life.Weight;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FindingLinesTest {
    private static final PrintStream NOWHERE = new PrintStream(new ByteArrayOutputStream());
    private static final Terminal PLAIN = new Terminal(NOWHERE, NOWHERE, 90, false, false);
    private static final Terminal COLOURED = new Terminal(NOWHERE, NOWHERE, 90, true, false);

    @Test
    void aNoticeSaysThatNothingHasToChangeAndAHealthyFindingNeedsNoMore() {
        assertEquals(
                List.of(
                        "  -   12 connections were there (--finding age-cap)",
                        "      change    nothing has to change"),
                FindingLines.brief(Exemplar.of(Weight.NOTICE, "age-cap"), PLAIN));
        assertEquals(
                List.of("  ok  12 connections were there"),
                FindingLines.brief(Exemplar.of(Weight.HEALTHY, "reuse"), PLAIN));
    }

    @Test
    void aWarningSaysWhatToDoAndWhatThereIsNotIsLeftOut() {
        assertEquals(
                List.of(
                        "  !   12 connections were there",
                        "      because   somebody said so",
                        "      change    nothing has to change",
                        "      more      --finding age-cap: evidence"),
                FindingLines.brief(Exemplar.of(Weight.WARNING, "age-cap"), PLAIN));
    }

    @Test
    void everyWeightHasAMarkOfItsOwn() {
        Set<String> marks =
                Arrays.stream(Weight.values())
                        .map(weight -> FindingLines.brief(Exemplar.of(weight, "one"), PLAIN))
                        .map(lines -> lines.getFirst().substring(0, 6))
                        .collect(Collectors.toCollection(HashSet::new));
        assertEquals(Weight.values().length, marks.size());
    }

    @ParameterizedTest
    @EnumSource
    void coloursAddNothing(Weight weight) {
        Finding finding = Exemplar.of(weight, "one");
        String coloured = String.join("\n", FindingLines.full(finding, COLOURED, new Glossary()));
        assertTrue(coloured.contains("\033["));
        assertEquals(
                String.join("\n", FindingLines.full(finding, PLAIN, new Glossary())),
                coloured.replaceAll("\033\\[[0-9]*m", ""));
    }

    @Test
    void whereTheProgramIsNotKnownTheSettingOfEachIsALine() {
        Change haproxy = new Change(Software.HAPROXY, "haproxy.cfg", "timeout client-fin 10s", "");
        Change node = new Change(Software.NODE, "after createServer", "socket.end()", "");
        Finding unknown = Exemplar.advised(List.of(haproxy, node));
        List<String> brief = FindingLines.brief(unknown, PLAIN);
        int begin = brief.indexOf("      setting   by what " + unknown.server() + " itself is:");
        assertEquals(
                List.of(
                        "                  HAProxy (haproxy.cfg): timeout client-fin 10s",
                        "                  Node.js (after createServer): socket.end()",
                        "      more      --finding close-wait: settings for HAProxy, Node.js, evidence"),
                brief.subList(begin + 1, brief.size()));
        String owner =
                "      setting   if " + unknown.server() + " itself is HAProxy, haproxy.cfg:";
        assertTrue(FindingLines.full(unknown, PLAIN, new Glossary()).contains(owner));
    }

    @Test
    void whatIsSureButSecondComesAfterWhatIsFirstAndUnsure() {
        Change node = new Change(Software.NODE, "after createServer", "socket.end()", "");
        Change nginx = new Change(Software.NGINX, "nginx.conf", "a 1;", "");
        Change go = new Change(Software.GO_CLIENT, "here", "X: 1,", "User-Agent: go");
        String brief =
                String.join(
                        "\n",
                        FindingLines.brief(Exemplar.advised(List.of(node, nginx, go)), PLAIN));
        int first = brief.indexOf("Node.js (after createServer): socket.end()");
        int second = brief.indexOf("      or        Go http.Transport");
        assertTrue(first > 0 && second > first, brief);
    }

    @Test
    void aFigureThatIsNotKnownIsLeftOut() {
        Finding finding =
                Exemplar.of(Weight.WARNING, "one", null, Map.of("closings_per_s", Double.NaN));
        List<String> lines = FindingLines.full(finding, PLAIN, new Glossary());
        assertFalse(String.join("\n", lines).contains("closings_per_s"), lines::toString);
    }

    @Test
    void whatTheProgramIsKnownByIsSaid() {
        Change go = new Change(Software.GO_CLIENT, "here", "x", "User-Agent: Go-http-client/1.1");
        List<String> brief = FindingLines.brief(Exemplar.advised(List.of(go)), PLAIN);
        String told = String.join(" ", brief).replaceAll(" +", " ");
        assertTrue(
                told.contains(
                        "setting Go http.Transport (User-Agent: Go-http-client/1.1; a proxy in"
                                + " between would be the client), here:"),
                told);
    }

    @Test
    void wordsOfTcpAreExplainedBelowTheSentencesThatUseThem() {
        Glossary glossary = new Glossary();
        List<String> first = FindingLines.full(Exemplar.of(Weight.NOTICE, "RST"), PLAIN, glossary);
        assertFalse(String.join("\n", first).contains("words"), first::toString);
        assertEquals(
                List.of("FIN: the packet that says: I will send no more"), glossary.newIn("FIN"));
    }

    @Test
    void theOnlyClientConcernedIsNamed() {
        Endpoint client = Endpoint.ofIpv4(0x0a000001, 0);
        Finding finding = Exemplar.of(Weight.WARNING, "one", client, Map.of());
        assertEquals("12 connections were there (client 10.0.0.1)", FindingLines.what(finding));
    }

    @Test
    void inFullThereAreEvidenceAndFigures() {
        Finding finding =
                Exemplar.of(Weight.WARNING, "one", null, Map.of("closings_per_s", 0.123456));
        assertEquals(
                List.of(
                        "  !   12 connections were there",
                        "      because   somebody said so",
                        "      change    nothing has to change",
                        "      seen      connection 1: it was quiet",
                        "      figures   closings_per_s 0.1235"),
                FindingLines.full(finding, PLAIN, new Glossary()));
    }

    @Test
    void numbersHaveNoNeedlessDigits() {
        assertEquals("64", Figures.text(64));
        assertEquals("0", Figures.text(0));
        assertEquals("12.35", Figures.text(12.3456));
        assertEquals("1234568", Figures.text(1_234_567.8));
        assertEquals("100000000000", Figures.text(1e11));
        assertEquals("0.0004217", Figures.text(4.2171e-4));
        assertEquals("-0.5", Figures.text(-0.5));
    }
}
