package dev.linger.cli;

import dev.linger.life.CloseCause;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The catalogue of causes, and their pages. */
@Command(name = "causes", description = "Lists why connections end, or explains one cause.")
final class Causes implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "CAUSE",
            converter = Vocabulary.OfCause.class,
            completionCandidates = Vocabulary.OfCause.class,
            description = "The cause to explain.")
    private @Nullable CloseCause cause;

    private final Terminal terminal;

    Causes(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Writer out = new OutputStreamWriter(terminal.out(), StandardCharsets.UTF_8);
        for (String line : cause == null ? catalogue() : page(cause)) {
            out.write(line);
            out.write('\n');
        }
        out.flush();
        return 0;
    }

    private List<String> catalogue() {
        int longest = 0;
        for (CloseCause each : CloseCause.values()) {
            longest = Math.max(longest, each.word().length());
        }
        List<String> lines = new ArrayList<>();
        for (CloseCause each : CloseCause.values()) {
            String pad = " ".repeat(longest - each.word().length());
            lines.add(
                    Ink.STRONG.on(each.word(), terminal.coloured()) + pad + "  " + each.meaning());
        }
        return lines;
    }

    private List<String> page(CloseCause asked) throws IOException {
        try (InputStream page =
                Causes.class.getResourceAsStream("causes/" + asked.word() + ".md")) {
            if (page == null) {
                throw new Refusal("the page of " + asked.word() + " is missing from this build");
            }
            String text = new String(page.readAllBytes(), StandardCharsets.UTF_8);
            return new Page(terminal).render(text);
        }
    }
}
