package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LabCommandTest {
    @Test
    void playsAStoryInDetail() {
        Ran ran = Ran.at(100, false, "lab", "client-asks-to-close");
        assertEquals(0, ran.status(), ran.err());
        assertTrue(
                ran.out()
                        .contains(
                                "ok  an ordinary server closes at once  server        close-requested"
                                        + " by client"),
                ran.out());
        assertTrue(ran.out().contains("Each request says"), ran.out());
        assertTrue(ran.out().endsWith("2 of 2 acts ended as expected, in every view\n"), ran.out());
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
