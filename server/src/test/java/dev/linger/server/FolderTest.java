package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderTest {
    private static final String MODIFIED = "Sat, 21 Nov 2020 12:00:00 GMT";
    private static final String BEFORE = "Sat, 21 Nov 2020 11:59:59 GMT";
    private static final String AFTER = "Sat, 21 Nov 2020 12:00:01 GMT";

    @TempDir Path outside;
    private Path root;
    private Server server;

    @BeforeEach
    void serve() throws IOException {
        root = Files.createDirectory(outside.resolve("root"));
        write("digits.txt", "0123456789");
        write("empty.bin", "");
        write("under/index.html", "<p>under");
        write("bare/a&b.txt", "ab");
        write("bare/sub/c.txt", "c");
        write("bare/.hidden", "hidden");
        write(".secret", "secret");
        Files.writeString(outside.resolve("secret"), "secret");
        server = start(Folder.of(root));
    }

    private void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-11-21T12:00:00Z")));
    }

    private static Server start(Handler handler) throws IOException {
        InetSocketAddress local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Server.start(
                Settings.of(local).withLoops(1).withFirstClose(Settings.FirstClose.SERVER),
                handler);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer get(String target, String... fields) throws IOException {
        return ask("GET", target, fields);
    }

    private Answer ask(String method, String target, String... fields) throws IOException {
        String[] lines = new String[fields.length + 1];
        lines[0] = method + " " + target + " HTTP/1.1";
        System.arraycopy(fields, 0, lines, 1, fields.length);
        return Answer.to(server, lines);
    }

    private String tag() throws IOException {
        String tag = get("/digits.txt").field("ETag");
        assertNotNull(tag);
        return tag;
    }

    @Test
    void answersWithAFile() throws IOException {
        Answer answer = get("/digits.txt?x=1");
        assertEquals(200, answer.status());
        assertEquals("0123456789", answer.body());
        assertEquals("text/plain; charset=utf-8", answer.field("Content-Type"));
        assertEquals("10", answer.field("Content-Length"));
        assertEquals(MODIFIED, answer.field("Last-Modified"));
        assertEquals("bytes", answer.field("Accept-Ranges"));
    }

    @Test
    void answersAFullUrlAndAnEmptyFile() throws IOException {
        assertEquals("0123456789", get("http://localhost/digits.txt").body());
        Answer empty = get("/empty.bin");
        assertEquals("0", empty.field("Content-Length"));
        assertEquals("application/octet-stream", empty.field("Content-Type"));
    }

    @Test
    void answersHeadLikeGetWithoutTheBody() throws IOException {
        Answer head = ask("HEAD", "/digits.txt", "Range: bytes=0-1");
        assertEquals(200, head.status());
        assertEquals("10", head.field("Content-Length"));
        assertEquals(tag(), head.field("ETag"));
        assertEquals("", head.body());
    }

    @Test
    void allowsNothingElse() throws IOException {
        assertEquals("GET, HEAD, OPTIONS", ask("OPTIONS", "/digits.txt").field("Allow"));
        assertEquals(204, ask("OPTIONS", "*").status());
        for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH"}) {
            Answer answer = ask(method, "/digits.txt");
            assertEquals(405, answer.status(), method);
            assertEquals("GET, HEAD, OPTIONS", answer.field("Allow"));
        }
        assertTrue(Files.exists(root.resolve("digits.txt")));
    }

    @Test
    void answersAFolderWithItsIndex() throws IOException {
        assertEquals("<p>under", get("/under/").body());
        Answer moved = get("/under?a=b");
        assertEquals(301, moved.status());
        assertEquals("/under/?a=b", moved.field("Location"));
        assertEquals(404, get("/digits.txt/").status());
        assertEquals(404, get("/nothing").status());
    }

    @Test
    void listsAFolderOnlyWhereThatIsAskedFor() throws IOException {
        assertEquals(404, get("/bare/").status());
        server.close();
        server = start(Folder.of(root).withListings());
        String page = get("/bare/").body();
        assertTrue(page.contains("<a href=\"./sub/\">sub/</a>"), page);
        assertTrue(page.contains("<a href=\"./a&amp;b.txt\">a&amp;b.txt</a></td><td>2<"), page);
        assertTrue(page.indexOf("sub/") < page.indexOf("b.txt"), page);
        assertTrue(page.contains("<a href=\"../\">"), page);
        assertFalse(page.contains("hidden"), page);
        assertFalse(get("/").body().contains("../"));
        assertFalse(get("/").body().contains("secret"));
        assertEquals("<p>under", get("/under/").body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret",
                "/under/../../secret",
                "/%2e%2e/secret",
                "/..%2fsecret",
                "/under%2f..%2f..%2fsecret",
                "/..%5csecret",
                "//secret",
                "/secret%00.txt",
                "/.secret",
                "/%2esecret",
                "/bare/.hidden",
                "/digits.txt%00",
                "/%c0%ae%c0%ae/secret",
                "http://localhost/../secret"
            })
    void letsNobodyOut(String target) throws IOException {
        Answer answer = get(target);
        assertTrue(answer.status() == 404 || answer.status() == 400, answer.head());
        assertFalse(answer.body().contains("secret"), answer.body());
    }

    /** Below a route it looks for what the route's last segment matched. */
    private void serveBelow(String route) throws IOException {
        server.close();
        server = start(new Routes().get(route, Folder.of(root).withListings()));
    }

    @Test
    void answersBelowARouteWithWhatIsBelowIt() throws IOException {
        serveBelow("/static/*");
        assertEquals("0123456789", get("/static/digits.txt?x=1").body());
        assertEquals("0123456789", get("http://localhost/static/digits.txt").body());
        assertEquals("10", ask("HEAD", "/static/digits.txt").field("Content-Length"));
        assertEquals("234", get("/static/digits.txt", "Range: bytes=2-4").body());
        assertEquals("ab", get("/static/bare/a%26b.txt").body());
        assertEquals("<p>under", get("/static/under/").body());
        Answer moved = get("/static/under?a=b");
        assertEquals(301, moved.status());
        assertEquals("/static/under/?a=b", moved.field("Location"));
        assertEquals(404, get("/digits.txt").status());
        assertEquals(404, get("/static/static/digits.txt").status());
    }

    @Test
    void listsBelowARouteNothingAboveItself() throws IOException {
        serveBelow("/static/*");
        String page = get("/static/").body();
        assertTrue(page.contains("<a href=\"./bare/\">"), page);
        assertFalse(page.contains("../"), page);
        assertTrue(get("/static/bare/").body().contains("<a href=\"../\">"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/static/../secret",
                "/static/%2e%2e/secret",
                "/static/..%2fsecret",
                "/static/..%5csecret",
                "/static/under%2f..%2f..%2fsecret",
                "/static//secret",
                "/static/%2fsecret",
                "/static/.secret",
                "/static/%2esecret",
                "/static/bare/.hidden",
                "/static/digits.txt%00",
                "/static/%c0%ae%c0%ae/secret",
                "/static/../static/.secret",
                "http://localhost/static/../secret"
            })
    void letsNobodyOutBelowARoute(String target) throws IOException {
        serveBelow("/static/*");
        letsNobodyOut(target);
    }

    @Test
    void leadsNobodyToAnotherHost() throws IOException {
        serveBelow("/{any}/*");
        assertEquals(404, get("//under").status());
        assertEquals("/a/under/", get("/a/under").field("Location"));
    }

    @Test
    void followsLinksThatStayInTheFolderAndOthersOnlyWhereThatIsAskedFor() throws IOException {
        Files.createSymbolicLink(root.resolve("inner"), Path.of("digits.txt"));
        Files.createSymbolicLink(root.resolve("outer"), outside.resolve("secret"));
        Files.createSymbolicLink(root.resolve("up"), Path.of(".."));
        Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
        assertEquals("0123456789", get("/inner").body());
        assertEquals(404, get("/outer").status());
        assertEquals(404, get("/up/secret").status());
        assertEquals(404, get("/up/").status());
        assertEquals(404, get("/loop").status());
        server.close();
        server = start(Folder.of(root).withLinksFollowed());
        assertEquals("secret", get("/outer").body());
        assertEquals("secret", get("/up/secret").body());
    }

    @Test
    void listsLinksThatItFollowsAndNoOthers() throws IOException {
        Files.createSymbolicLink(root.resolve("inner"), Path.of("digits.txt"));
        Files.createSymbolicLink(root.resolve("outer"), outside.resolve("secret"));
        server.close();
        Folder listing = Folder.of(root).withListings();
        server = start(listing);
        String page = get("/").body();
        assertTrue(page.contains(">inner</a></td><td>10<"), page);
        assertFalse(page.contains("outer"), page);
        server.close();
        server = start(listing.withLinksFollowed());
        assertTrue(get("/").body().contains(">outer</a></td><td>6<"));
    }

    @Test
    void opensNoPipe() throws Exception {
        Path pipe = root.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        assertEquals(404, get("/pipe").status());
    }

    @Test
    void sendsAPart() throws IOException {
        Answer part = get("/digits.txt", "Range: bytes=2-4");
        assertEquals(206, part.status());
        assertEquals("bytes 2-4/10", part.field("Content-Range"));
        assertEquals("234", part.body());
        assertEquals("89", get("/digits.txt", "Range: bytes=-2").body());
        assertEquals("0123456789", get("/digits.txt", "Range: lines=1").body());
    }

    @Test
    void saysHowMuchThereIsWhereAPartIsNot() throws IOException {
        Answer answer = get("/digits.txt", "Range: bytes=10-");
        assertEquals(416, answer.status());
        assertEquals("bytes */10", answer.field("Content-Range"));
    }

    @Test
    void sendsTheWholeOfAnEmptyFileWhateverPartIsAskedFor() throws IOException {
        Answer answer = get("/empty.bin", "Range: bytes=0-99");
        assertEquals(200, answer.status());
        assertEquals("0", answer.field("Content-Length"));
    }

    @Test
    void saysNoLaterTimeThanItsOwn() throws IOException {
        Files.setLastModifiedTime(
                root.resolve("digits.txt"), FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
        String said = get("/digits.txt").field("Last-Modified");
        assertNotEquals("Fri, 01 Jan 2100 00:00:00 GMT", said);
    }

    @Test
    void sendsSeveralPartsInOneBody() throws IOException {
        Answer parts = get("/digits.txt", "Range: bytes=0-1, 5-6");
        assertEquals(206, parts.status());
        String type = parts.field("Content-Type");
        assertNotNull(type);
        assertTrue(type.startsWith("multipart/byteranges; boundary="), type);
        String boundary = "\r\n--" + type.substring(type.indexOf('=') + 1);
        String head = boundary + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Range: ";
        assertEquals(
                head
                        + "bytes 0-1/10\r\n\r\n01"
                        + head
                        + "bytes 5-6/10\r\n\r\n56"
                        + boundary
                        + "--\r\n",
                parts.body());
        assertEquals("" + parts.body().length(), parts.field("Content-Length"));
        assertNull(parts.field("Content-Range"));
    }

    /** RFC 9110, section 13.2.2; TAG is the file's, OTHER none of its. */
    @ParameterizedTest(name = "{0} is answered with {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "If-Match: TAG                                       | 200",
                "If-Match: *                                         | 200",
                "If-Match: OTHER, TAG                                | 200",
                "If-Match: OTHER                                     | 412",
                "If-Match: W/TAG                                     | 412",
                "If-Match: TAG;If-Unmodified-Since: BEFORE           | 200",
                "If-Unmodified-Since: MODIFIED                       | 200",
                "If-Unmodified-Since: BEFORE                         | 412",
                "If-Unmodified-Since: nonsense                       | 200",
                "If-None-Match: TAG                                  | 304",
                "If-None-Match: W/TAG                                | 304",
                "If-None-Match: *                                    | 304",
                "If-None-Match: \"a,b\", W/\"c\",TAG                 | 304",
                "If-None-Match: OTHER                                | 200",
                "If-None-Match: OTHER;If-None-Match: TAG             | 304",
                "If-None-Match: OTHER;If-Modified-Since: AFTER       | 200",
                "If-Modified-Since: MODIFIED                         | 304",
                "If-Modified-Since: AFTER                            | 304",
                "If-Modified-Since: BEFORE                           | 200",
                "If-Modified-Since: nonsense                         | 200",
                "If-Match: OTHER;If-None-Match: TAG                  | 412",
                "If-Match: TAG;If-None-Match: TAG                    | 304",
                "Range: bytes=0-1                                    | 206",
                "Range: bytes=0-1;If-None-Match: TAG                 | 304",
                "Range: bytes=0-1;If-Range: TAG                      | 206",
                "Range: bytes=0-1;If-Range: W/TAG                    | 200",
                "Range: bytes=0-1;If-Range: OTHER                    | 200",
                "Range: bytes=0-1;If-Range: MODIFIED                 | 206",
                "Range: bytes=0-1;If-Range: AFTER                    | 200",
                "Range: bytes=0-1;If-Range: nonsense                 | 200",
                "Range: bytes=99-;If-Range: OTHER                    | 200",
                "Range: bytes=0-1;Range: bytes=2-3                   | 200"
            })
    void holdsToConditionsInOrder(String fields, int status) throws IOException {
        String tag = tag();
        String filled =
                fields.replace("TAG", tag)
                        .replace("OTHER", "\"other\"")
                        .replace("MODIFIED", MODIFIED)
                        .replace("BEFORE", BEFORE)
                        .replace("AFTER", AFTER);
        Answer answer = get("/digits.txt", filled.split(";", -1));
        assertEquals(status, answer.status(), answer.head());
        assertEquals(tag, answer.field("ETag"));
        assertEquals(status == 304, answer.body().isEmpty());
    }

    @Test
    void tagsAnotherVersionOtherwise() throws IOException {
        String before = tag();
        Files.writeString(root.resolve("digits.txt"), "9876543210");
        assertNotEquals(before, tag());
    }

    @Test
    void refusesWhatIsNoFolder() {
        Path nothing = root.resolve("nothing");
        IOException missing = assertThrows(IOException.class, () -> Folder.of(nothing));
        assertEquals("there is no folder " + nothing, missing.getMessage());
        Path file = root.resolve("digits.txt");
        IOException noFolder = assertThrows(IOException.class, () -> Folder.of(file));
        assertEquals(file + " is no folder", noFolder.getMessage());
    }
}
