package dev.linger.cli.explain.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.Ran;
import dev.linger.testkit.CaptureBuilder;
import dev.linger.testkit.Conversation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.support.ui.Select;

/** The report in a real browser. */
class ReportPageTest {
    private static final String FINDING =
            Ran.ROOT.resolve("samples/findings/client-asks-to-close.pcap.gz").toString();

    @TempDir static Path folder;
    private static Browser browser;

    @BeforeAll
    static void start() {
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    private static Path reportOf(String capture) {
        Path page = folder.resolve(Path.of(capture).getFileName() + ".html");
        if (!Files.exists(page)) {
            Ran ran = Ran.linger("explain", capture, "--report", page.toString());
            assertEquals(0, ran.status(), ran.err());
        }
        return page;
    }

    private static void open(String capture) {
        browser.open(reportOf(capture), 1280, 900, "light");
    }

    @Test
    void runsWithoutComplaintAndAsksTheNetworkForNothing() {
        open(Ran.SAMPLE);
        assertEquals(List.of(), browser.complaints());
        assertEquals(
                List.of(reportOf(Ran.SAMPLE).toUri().toString()),
                browser.requests().stream().filter(url -> !url.startsWith("data:")).toList());
    }

    @ParameterizedTest
    @CsvSource({"closes, 4", "gaps, 3", "wait, 3", "ports, 2"})
    void drawsTheChart(String name, int leastColours) {
        open(Ran.SAMPLE);
        // Colours that fill at least 40 pixels: neither text nor the rims of anything.
        String colours =
                browser.run(
                        """
                        const canvas = document.getElementById("chart-%s");
                        const pixels = new Uint32Array(canvas.getContext("2d")
                            .getImageData(0, 0, canvas.width, canvas.height).data.buffer);
                        const areas = new Map();
                        for (const pixel of pixels) areas.set(pixel, (areas.get(pixel) ?? 0) + 1);
                        return [...areas.values()].filter((area) => area >= 40).length;
                        """
                                .formatted(name));
        assertTrue(Integer.parseInt(colours) >= leastColours, name + " has " + colours);
    }

    @Test
    void marksTheIdleTimeout() {
        open(Ran.SAMPLE);
        assertEquals(
                List.of("1 s: idle timeout of the server at 127.0.0.1:8080 (8 closings)"),
                browser.texts("#timeouts li"));
    }

    @Test
    void filtersByCauseAndByText() {
        open(Ran.SAMPLE);
        assertEquals(34, browser.texts("#rows tr").size());

        new Select(browser.find("#filter-cause")).selectByValue("idle-timeout");
        assertEquals(8, browser.texts("#rows tr").size());
        assertEquals("8 of 34 connections match", browser.find("#shown").getText());

        browser.find("#filters [type=reset]").click();
        browser.await("return document.querySelectorAll('#rows tr').length === 34");
        browser.find("#filter-text").sendKeys("42336 SERVER");
        assertEquals(List.of("1"), browser.texts("#rows td:first-child"));
    }

    @Test
    void sortsByAnyColumnBothWays() {
        open(Ran.SAMPLE);
        String requests = "#heads th[data-key=requests] button";
        browser.find(requests).click();
        List<Integer> rising = numbers("#rows td:nth-child(9)");
        assertEquals(rising.stream().sorted().toList(), rising);

        browser.find(requests).click();
        List<Integer> falling = numbers("#rows td:nth-child(9)");
        assertEquals(rising.stream().sorted(Comparator.reverseOrder()).toList(), falling);
        assertEquals(
                "descending",
                browser.find("#heads th[data-key=requests]").getAttribute("aria-sort"));
    }

    private static List<Integer> numbers(String css) {
        return browser.texts(css).stream().map(Integer::valueOf).toList();
    }

    @Test
    void aNumberOpensTheLadderOfItsConnection() {
        open(Ran.SAMPLE);
        browser.find("#rows tr:nth-child(9) .open").click();
        browser.await("return document.getElementById('ladder').open");
        assertEquals("Connection 9", browser.find("#ladder-title").getText());
        assertEquals(List.of("first to close"), browser.texts("#ladder .chip"));
        List<String> arrows = browser.texts("#ladder .arrow .text");
        assertEquals("SYN", arrows.getFirst());
        assertEquals(3, arrows.stream().filter(text -> text.contains("GET /")).count());
        assertEquals(
                List.of("… 7 more exchanges like these, 935 µs …"),
                browser.texts("#ladder .still"));
        assertTrue(
                browser.find("#ladder-meaning").getText().startsWith("max-requests"),
                browser.find("#ladder-meaning").getText());

        browser.find("#ladder-close").click();
        browser.claims("false", "return document.getElementById('ladder').open");
    }

    @Test
    void ofManyProgramsThatAServerMayBeTheMostFrequentAreShownFirst() {
        open(Ran.ROOT.resolve("samples/findings/reset-storm.pcap.gz").toString());
        List<String> shown =
                browser.texts(".finding > dl > dd > div > .change b").stream()
                        .filter(name -> name.startsWith("if the server is "))
                        .toList();
        assertEquals(4, shown.size(), shown::toString);
        assertTrue(shown.contains("if the server is nginx"), shown::toString);
        assertEquals(
                List.of("if the server is another program: 7 more"),
                browser.texts(".finding summary"));
        browser.claims("false", "return document.querySelector('.finding details').open");
    }

    @Test
    void aFindingComesWithItsSettingsAndLeadsToItsEvidence() {
        open(FINDING);
        assertEquals(1, browser.texts("article.warning").size());
        assertTrue(browser.find(".change pre").getText().contains("DisableKeepAlives: false"));
        assertTrue(browser.find(".change p").getText().contains("User-Agent: Go-http-client/1.1"));
        assertTrue(browser.find(".next").getText().startsWith("let the clients keep"));

        assertTrue(
                browser.find("article.warning .where").getText().endsWith(", 50 connections"),
                browser.find("article.warning .where").getText());

        browser.find(".change .copy").click();
        browser.await("return document.querySelector('.change .copy').textContent === 'Copied'");

        browser.find("article.warning a[href^='#connection-']").click();
        browser.await("return document.getElementById('ladder').open");
        assertEquals(List.of(), browser.complaints());
    }

    @ParameterizedTest
    @CsvSource({"light", "dark"})
    void fitsAPhone(String scheme) {
        browser.open(reportOf(FINDING), 360, 740, scheme);
        String widest = "return Math.max(document.documentElement.scrollWidth, innerWidth)";
        browser.claims("360", widest);
        browser.find("#rows .open").click();
        browser.await("return document.getElementById('ladder').open");
        browser.claims("360", widest);
        browser.claims(
                "true",
                "const it = document.getElementById('ladder');"
                        + " return it.scrollWidth <= it.clientWidth");
    }

    @Test
    void isDarkWhereThatIsWantedAndByItsSwitch() {
        String background = "return getComputedStyle(document.body).backgroundColor";
        browser.open(reportOf(Ran.SAMPLE), 1280, 900, "dark");
        browser.claims("rgb(20, 23, 28)", background);
        browser.find("#theme").click();
        browser.claims("rgb(247, 247, 244)", background);
        browser.find("#theme").click();
        browser.claims("rgb(20, 23, 28)", background);
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void foreignTextStaysText() throws IOException {
        String markup = "</script><script>document.title='evil'</script><img/src=x/onerror=evil()>";
        CaptureBuilder capture = CaptureBuilder.pcap();
        for (int n = 0; n < 12; n++) {
            Conversation one =
                    capture.conversation()
                            .opens()
                            .exchanges(
                                    "GET /" + markup + " HTTP/1.1\r\nHost: a\r\n\r\n",
                                    "HTTP/1.1 200 OK\r\nServer: "
                                            + markup
                                            + "\r\nContent-Length: 0\r\n\r\n");
            one.server().fin().after(5);
            one.client().fin();
            one.server().ack();
        }
        Path evil = folder.resolve("<img src=x onerror=evil()>.pcap");
        Files.write(evil, capture.bytes());

        open(evil.toString());
        browser.find("#rows .open").click();
        browser.await("return document.getElementById('ladder').open");

        assertTrue(
                browser.texts("#ladder .arrow .text").stream().anyMatch(t -> t.contains(markup)));
        assertEquals("<img src=x onerror=evil()>.pcap", browser.run("return title"));
        browser.claims("0", "return document.images.length");
        browser.claims("3", "return document.scripts.length");
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void aCaptureWithoutConnectionsIsAPageToo() throws IOException {
        Path empty = folder.resolve("empty.pcap");
        Files.write(empty, CaptureBuilder.pcap().bytes());
        open(empty.toString());
        assertEquals(4, browser.texts("figure .none").stream().filter(t -> !t.isEmpty()).count());
        assertEquals(List.of(), browser.complaints());
    }
}
