package dev.linger.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What is in a folder, as a page. */
final class Listing {
    private static final String UNRESERVED = "-._~!$&'()*+,;=@";

    private record Entry(String name, BasicFileAttributes attributes) {
        boolean isFolder() {
            return attributes.isDirectory();
        }
    }

    private Listing() {}

    /**
     * @param isShown of what is in it
     */
    static byte[] of(Path folder, String title, boolean isRoot, Predicate<Path> isShown)
            throws IOException {
        StringBuilder page = new StringBuilder();
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n");
        page.append("<title>").append(escaped(title)).append("</title>\n");
        page.append("<h1>").append(escaped(title)).append("</h1>\n<table>\n");
        if (!isRoot) {
            page.append("<tr><td><a href=\"../\">../</a></td></tr>\n");
        }
        for (Entry entry : entries(folder, isShown)) {
            row(page, entry);
        }
        return page.append("</table>\n</html>\n").toString().getBytes(UTF_8);
    }

    /** Folders first, then files, each by name. */
    private static List<Entry> entries(Path folder, Predicate<Path> isShown) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                String name = String.valueOf(path.getFileName());
                boolean isNamed = !FileNames.isHidden(name) && FileNames.isPlain(name);
                if (isNamed && Files.isReadable(path) && isShown.test(path)) {
                    add(entries, name, path);
                }
            }
        }
        entries.sort(
                Comparator.comparing((Entry entry) -> !entry.isFolder())
                        .thenComparing(Entry::name));
        return entries;
    }

    private static void add(List<Entry> entries, String name, Path path) throws IOException {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isDirectory() || attributes.isRegularFile()) {
                entries.add(new Entry(name, attributes));
            }
        } catch (NoSuchFileException e) {
            // It was deleted since it was found.
        }
    }

    private static void row(StringBuilder page, Entry entry) {
        String slash = entry.isFolder() ? "/" : "";
        // "./" keeps a name with a colon from being taken for a scheme (RFC 3986, section 4.2).
        page.append("<tr><td><a href=\"./").append(escaped(encoded(entry.name()))).append(slash);
        page.append("\">").append(escaped(entry.name())).append(slash).append("</a></td><td>");
        page.append(entry.isFolder() ? "" : entry.attributes().size()).append("</td><td>");
        page.append(HttpDate.text(entry.attributes().lastModifiedTime().toInstant()));
        page.append("</td></tr>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** As a segment of a path (RFC 3986, section 3.3). */
    private static String encoded(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : name.getBytes(UTF_8)) {
            boolean isPlain =
                    (b >= 'a' && b <= 'z')
                            || (b >= 'A' && b <= 'Z')
                            || (b >= '0' && b <= '9')
                            || UNRESERVED.indexOf(b) >= 0;
            if (isPlain) {
                encoded.append((char) b);
            } else {
                encoded.append(String.format("%%%02X", b));
            }
        }
        return encoded.toString();
    }
}
