package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a page shows a command about a sample, what stands below it is what the command prints. */
class DocumentedOutputTest {
    private static final int COLUMNS = 100;

    /** A block of code whose first line is such a command. */
    private static final Pattern BLOCK =
            Pattern.compile(
                    "^```\\n\\$ \\./linger (\\S+ samples/[^\\n]*)\\n(.*?)^```$",
                    Pattern.MULTILINE | Pattern.DOTALL);

    private static final Path[] PLACES = {Ran.ROOT.resolve("README.md"), Ran.ROOT.resolve("docs")};

    /**
     * @param page where it is shown
     * @param typed behind the program's name
     * @param output all of it, or lines from the middle
     */
    record Shown(String page, String typed, String output) {
        @Override
        public String toString() {
            return page + ": " + typed;
        }
    }

    static List<Shown> shown() throws IOException {
        List<Shown> all = new ArrayList<>();
        for (Path place : PLACES) {
            try (Stream<Path> pages = Files.walk(place)) {
                for (Path page : pages.filter(one -> one.toString().endsWith(".md")).toList()) {
                    Matcher block = BLOCK.matcher(Files.readString(page));
                    while (block.find()) {
                        String name = Ran.ROOT.relativize(page).toString();
                        all.add(new Shown(name, block.group(1), block.group(2)));
                    }
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("shown")
    void isWhatTheCommandPrints(Shown shown) {
        String[] typed =
                shown.typed().replace("samples/", Ran.ROOT.resolve("samples") + "/").split(" ", -1);
        String printed = Ran.at(COLUMNS, false, typed).neutral();
        assertTrue(
                ("\n" + printed).contains("\n" + shown.output()),
                () -> "instead of " + shown + " prints now:\n" + printed);
    }

    @Test
    void someIsShown() throws IOException {
        Set<String> pages = new TreeSet<>();
        shown().forEach(one -> pages.add(one.page()));
        assertEquals(Set.of("README.md", "docs/findings.md"), pages);
    }
}
