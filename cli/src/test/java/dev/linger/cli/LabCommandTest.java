package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linger.lab.Lab;
import dev.linger.lab.cast.Cast;
import dev.linger.life.CloseCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabCommandTest {
    @TempDir Path folder;

    private static final Pattern CAPITALS = Pattern.compile("\\b[A-Z]{2,}(?:_[A-Z]+)*\\b");

    /**
     * Of what it says, not of how acts end, which LabTest claims of each: beside other tests one
     * may end otherwise, and it is played again.
     */
    private static String overview() {
        Ran ran = Ran.at(100, false, "lab");
        for (int more = 0; more < 2 && ran.status() != 0; more++) {
            ran = Ran.at(100, false, "lab");
        }
        return ran.out();
    }

    /** The widest cell of a run decides how wide its column is. */
    private static String squeezed(String table) {
        return table.replaceAll(" {2,}", "  ");
    }

    private static void needsAll() {
        assumeTrue(System.getenv("CI") != null, "plays what this machine may lack");
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 100})
    void aNarrowTerminalLosesNoColumnThatMatters(int columns) {
        needsAll();
        Ran ran = Ran.at(columns, false, "lab", "client-asks-to-close");
        assertEquals(0, ran.status(), ran.err());
        List<String> table = ran.out().lines().dropWhile(line -> !line.isEmpty()).toList();
        assertTrue(
                table.get(2).matches(" +closed first +why .* each +ports +TIME_WAIT +views"),
                ran.out());
        int act = table.indexOf("ok  an ordinary server closes at once");
        assertTrue(
                table.get(act + 1)
                        .matches(" +server +close-requested by client .* 5  5 server +3 agree"),
                ran.out());
        assertTrue(table.stream().allMatch(line -> line.length() <= columns), ran.out());
        assertTrue(ran.out().contains("Each request says"), ran.out());
        assertTrue(
                ran.out().endsWith("2 of 2 acts ended as expected, in every view that saw them\n"),
                ran.out());
    }

    @Test
    void aFileIsNoWiderThanATerminalOfItsReader() {
        needsAll();
        Ran ran = Ran.linger("lab", "client-asks-to-close");
        assertEquals(0, ran.status(), ran.err());
        assertTrue(ran.out().lines().allMatch(line -> line.length() <= 100), ran.out());
    }

    @Test
    void aWideTerminalHasOneLineForEachAct() {
        needsAll();
        Ran ran = Ran.at(140, false, "lab", "client-asks-to-close");
        assertTrue(
                ran.out()
                        .contains(
                                "ok  an ordinary server closes at once  server        close-requested"
                                        + " by client         5     1      5  5 server   3 agree\n"),
                ran.out());
    }

    @Test
    void aStoryIsToldBeforeItsPackets() {
        needsAll();
        Ran ran = Ran.at(100, false, "lab", "keep-alive");
        assertEquals(0, ran.status(), ran.err());
        int told = ran.out().indexOf("A client asks a hundred times.");
        int drawn = ran.out().indexOf("the packets of the connection; ACKs of data are not shown");
        assertTrue(0 < told && told < drawn, ran.out());
        assertTrue(ran.out().contains(" more exchanges like these, "), ran.out());
    }

    @Test
    void theReadmeShowsWhatTheLabPrints() throws IOException {
        needsAll();
        String readme = Files.readString(Path.of(Ran.ROOT.toString(), "README.md"));
        int begin = readme.indexOf("$ ./linger lab\n");
        String shown =
                readme.substring(readme.indexOf('\n', begin) + 1, readme.indexOf("```", begin));
        String played = squeezed(overview());
        int from = 0;
        for (String part : squeezed(shown).split("(?m)^\\.\\.\\.\n", -1)) {
            int at = played.indexOf(part, from);
            assertTrue(at >= 0, () -> part + "\nis not in\n" + played);
            from = at + part.length();
        }
    }

    @Test
    void theOverviewExplainsItsWords() {
        needsAll();
        String played = overview();
        String[] parts = played.split("\nWords\n", -1);
        assertEquals(2, parts.length, played);
        List<String> explained = parts[1].lines().map(line -> line.split(" {2,}", -1)[0]).toList();
        Set<String> words = new TreeSet<>();
        CAPITALS.matcher(parts[0]).results().forEach(word -> words.add(word.group()));
        for (CloseCause cause : CloseCause.values()) {
            if (parts[0].contains(" " + cause.word() + " by ")) {
                words.add(cause.word());
            }
        }
        // Who reads it knows HTTP, and not TCP.
        words.removeAll(Set.of("HTTP", "GET"));
        words.removeIf(word -> explained.stream().anyMatch(one -> one.startsWith(word)));
        assertEquals(Set.of(), words, played);
    }

    @Test
    void aMachineReadsALineForEachAct() {
        Ran ran = Ran.linger("lab", "client-asks-to-close", "--json");
        assertEquals(0, ran.status(), ran.err());
        assertEquals(2, ran.out().lines().count(), ran.out());
        assertTrue(
                ran.out().lines().allMatch(line -> line.contains("\"as_expected\":true")),
                ran.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--report no/such/x.html | its folder does not exist; make it first",
                "--report pom.xml | exists and is no report of Linger; name another file",
                "--matrix no/such/x.md | its folder does not exist; make it first",
                "--matrix pom.xml | exists and is no page of Linger; name another file",
                "--matrix src | is a folder; name a file in it",
                "--save pom.xml | cannot be written to: a file has this name",
                "--save /proc/self | cannot be written to: no such file or folder"
            })
    void refusesAPlaceBeforeItPlays(String option, String reason) {
        assumeTrue(Lab.seesPackets(), "needs the right to see packets");
        String line = "lab client-asks-to-close " + option;
        Ran ran = Ran.linger(line.split(" ", -1));
        assertEquals("linger: " + option + ": " + reason + "\n", ran.err());
        assertEquals("", ran.out());
        assertEquals(2, ran.status());
    }

    @Test
    void whatCannotBeSavedIsToldAllTheSame() throws IOException {
        assumeTrue(Lab.seesPackets(), "needs the right to see packets");
        Files.createDirectory(folder.resolve("client-asks-to-close-1.pcapng"));
        Ran ran = Ran.linger("lab", "client-asks-to-close", "--json", "--save", "" + folder);
        assertEquals(2, ran.status());
        assertTrue(
                ran.err().endsWith("-1.pcapng: could not be written: Is a directory\n"), ran.err());
        assertEquals(2, ran.out().lines().count(), ran.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--json", "keep-alive", "--report x.html", "--with nginx"})
    void aListOfStoriesIsNothingElse(String other) {
        Ran ran = Ran.linger(("lab --stories " + other).split(" ", -1));
        assertEquals(
                "linger: --stories lists the stories and plays none: leave the rest out\n",
                ran.err());
        assertEquals(2, ran.status());
    }

    @Test
    void aStoryIsToldOnceBesideAMatrix() {
        assumeTrue(Lab.seesPackets(), "needs the right to see packets");
        assumeTrue(Cast.installed().contains("nginx"), "needs nginx");
        String matrix = folder.resolve("x.md").toString();
        Ran ran = Ran.at(100, false, "lab", "keep-alive", "--with", "nginx", "--matrix", matrix);
        assertEquals(2, ran.out().split("A client asks a hundred times\\.", -1).length, ran.out());
    }

    @Test
    void refusesAStoryAndSoftwareThatItDoesNotKnow() {
        Ran story = Ran.linger("lab", "keep-alife");
        assertEquals(2, story.status());
        assertTrue(
                story.err().startsWith("linger: \"keep-alife\" is no story of the lab; there are"),
                story.err());
        Ran software = Ran.linger("lab", "--with", "iis");
        assertEquals(2, software.status());
        assertTrue(software.err().contains("--with iis: is not known to the lab"), software.err());
    }
}
