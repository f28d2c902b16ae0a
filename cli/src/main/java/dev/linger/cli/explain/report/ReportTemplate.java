package dev.linger.cli.explain.report;

import dev.linger.cli.Refusal;
import dev.linger.cli.ReportFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * The page around the report's content: one file that holds its style, its scripts and its charts.
 * The page may run exactly these scripts and load nothing (Content Security Policy, level 3), so
 * that foreign text in it stays text.
 */
final class ReportTemplate {
    private static final String CONTENT = "{{content}}";

    /** Parts of one script, in this order. */
    private static final List<String> SCRIPTS =
            List.of(
                    "words.js",
                    "findings.js",
                    "drawing.js",
                    "pictures.js",
                    "connections.js",
                    "ladder.js",
                    "page.js");

    private final String before;
    private final String after;

    ReportTemplate() throws IOException {
        String style = resource("page.css");
        String chart = chart();
        StringBuilder scripts = new StringBuilder();
        for (String name : SCRIPTS) {
            scripts.append(resource(name));
        }
        String script = scripts.toString();
        String policy =
                "default-src 'none'; script-src "
                        + hash(chart)
                        + " "
                        + hash(script)
                        + "; style-src "
                        + hash(style)
                        + "; base-uri 'none'; form-action 'none'";
        String page =
                resource("page.html")
                        .replace("{{mark}}", ReportFile.MARK)
                        .replace("{{policy}}", policy)
                        .replace("{{style}}", style)
                        .replace("{{chart}}", chart)
                        .replace("{{script}}", script);
        int at = page.indexOf(CONTENT);
        before = page.substring(0, at);
        after = page.substring(at + CONTENT.length());
    }

    /** The charts' library with its licence, which has to go with every copy. */
    private static String chart() throws IOException {
        String licence = resource("LICENSE.md").strip().replace("*/", "* /");
        String library = resource("dist/chart.umd.min.js");
        // A page that is one file has no source map beside it.
        String code = library.replaceAll("(?m)^//# sourceMappingURL=.*$", "").strip();
        return "\n/*! Chart.js\n" + licence + "\n*/\n" + code + "\n";
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ReportTemplate.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new Refusal("the report's " + name + " is missing from this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String hash(String inline) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(inline.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    void write(OutputStream out, ReportFile.Content content) throws IOException {
        out.write(before.getBytes(StandardCharsets.UTF_8));
        content.writeTo(out);
        out.write(after.getBytes(StandardCharsets.UTF_8));
    }
}
