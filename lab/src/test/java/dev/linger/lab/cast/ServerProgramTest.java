package dev.linger.lab.cast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProgramTest {
    private static final Wishes TWO = Wishes.USUAL.withIdle(20).withHead(30);

    @TempDir Path folder;

    private List<String> configured(ServerProgram program, String file) throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 80);
        program.configure(TWO, address, folder);
        return Files.readAllLines(folder.resolve(file)).stream().map(String::strip).toList();
    }

    @Test
    void twoSettingsOfHaproxyAreTwoLines() throws Exception {
        List<String> lines = configured(new Haproxy(), "haproxy.cfg");
        assertTrue(lines.contains("timeout http-keep-alive 20s"), () -> "" + lines);
        assertTrue(lines.contains("timeout http-request 30s"), () -> "" + lines);
        assertEquals(
                "timeout http-keep-alive 20s, timeout http-request 30s", new Haproxy().says(TWO));
    }

    @Test
    void twoSettingsOfApacheAreTwoLines() throws Exception {
        List<String> lines = configured(new Apache(), "httpd.conf");
        assertTrue(lines.contains("KeepAliveTimeout 20"), () -> "" + lines);
        assertTrue(lines.contains("RequestReadTimeout header=30"), () -> "" + lines);
    }
}
