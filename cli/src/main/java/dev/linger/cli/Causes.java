package dev.linger.cli;

import dev.linger.life.CloseCause;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The catalogue of causes, and their pages. */
final class Causes {
    private final Terminal terminal;

    Causes(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Every cause with what it means, a line each. */
    List<String> catalogue() {
        int longest = 0;
        for (CloseCause cause : CloseCause.values()) {
            longest = Math.max(longest, cause.word().length());
        }
        List<String> lines = new ArrayList<>();
        for (CloseCause cause : CloseCause.values()) {
            String pad = " ".repeat(longest - cause.word().length());
            String word = Ink.STRONG.on(cause.word(), terminal.coloured());
            lines.add(word + pad + "  " + cause.meaning());
        }
        return lines;
    }

    /** The page of a cause. */
    List<String> page(CloseCause cause) throws IOException {
        try (InputStream page =
                Causes.class.getResourceAsStream("causes/" + cause.word() + ".md")) {
            if (page == null) {
                throw new Refusal("the page of " + cause.word() + " is missing from this build");
            }
            String text = new String(page.readAllBytes(), StandardCharsets.UTF_8);
            return new Page(terminal).render(text);
        }
    }
}
