package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {

    @Test
    void rendersTheMarkdownOfThePages() {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
        Terminal narrow = new Terminal(nowhere, nowhere, 40, false, false);
        String page =
                """
                # unused

                A [link](to.md), `code` and **weight** in a
                paragraph that is wrapped.

                * an item that is longer than the line is
                * short

                ```
                  kept   as it is
                ```
                """;
        assertEquals(
                List.of(
                        "unused",
                        "",
                        "A link, code and weight in a paragraph",
                        "that is wrapped.",
                        "",
                        "- an item that is longer than the line",
                        "  is",
                        "- short",
                        "",
                        "      kept   as it is"),
                new Page(narrow).render(page));
    }
}
