package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {

    @Test
    void decodesEachNameByItself() {
        assertEquals(List.of(""), FileNames.of("/", false));
        assertEquals(List.of("a", "b.txt"), FileNames.of("/a/b.txt", false));
        assertEquals(List.of("a", ""), FileNames.of("/a/", false));
        assertEquals(List.of("ein Blatt", "ä"), FileNames.of("/ein%20Blatt/%c3%A4", false));
        assertEquals(List.of("50%"), FileNames.of("/50%25", false));
        assertEquals(List.of(".well-known", "x"), FileNames.of("/.well-known/x", false));
        assertEquals(List.of("10:30.txt"), FileNames.of("/10:30.txt", false));
        assertEquals(List.of("con.txt"), FileNames.of("/con.txt", false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret",
                "/a/../../secret",
                "/..",
                "/.",
                "/%2e%2e/secret",
                "/%2E%2E%2Fsecret",
                "/.%2e/secret",
                "/..%2fsecret",
                "/a%2f..%2f..%2fsecret",
                "/a/..%5c..%5csecret",
                "/..\\secret",
                "/a\\b",
                "/%5c%5chost%5cshare",
                "//etc/passwd",
                "/a//b",
                "/%2fetc%2fpasswd",
                "/secret%00.txt",
                "/a%0d%0ab",
                "/%7f",
                "/.git/config",
                "/a/.hidden",
                "/a/.well-known/x",
                "/%c0%ae%c0%ae/secret",
                "/%c0%afetc",
                "/%e0%80%ae",
                "/%ff",
                "/%",
                "/%2",
                "/%zz",
                "/%u002e",
                "*",
                "secret"
            })
    void letsNothingOutOfTheFolder(String path) {
        assertNull(FileNames.of(path, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/c:",
                "/c:/windows",
                "/file.txt::$DATA",
                "/file.txt.",
                "/file.txt%20",
                "/con",
                "/CON.txt",
                "/aux/x",
                "/com1",
                "/lpt9.log",
                "/PROGRA~1",
                "/a*b",
                "/a%3fb",
                "/a%7Cb"
            })
    void refusesOnWindowsWhatItTakesForSomethingElse(String path) {
        assertNull(FileNames.of(path, true));
        assertNotNull(FileNames.of(path, false));
    }

    @Test
    void takesUsualNamesOnWindows() {
        assertEquals(List.of("console", "com.txt"), FileNames.of("/console/com.txt", true));
    }
}
