package dev.linger.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LogFormatTest {
    private static final ZoneId ROME = ZoneId.of("Europe/Rome");
    private static final Instant AT = Instant.parse("2026-11-21T12:02:48.250412Z");

    private static ExchangeRecord exchange(
            String target, @Nullable String agent, @Nullable String ending) {
        return exchange("10.0.0.7", target, agent, ending);
    }

    private static ExchangeRecord exchange(
            String address, String target, @Nullable String agent, @Nullable String ending) {
        InetSocketAddress client = new InetSocketAddress(InetAddress.ofLiteral(address), 38626);
        return new ExchangeRecord(
                AT, client, 3, 2, "GET", target, 1, 200, 13, 412_999, null, agent, ending);
    }

    @Test
    void writesTheCommonLogFormatAndBehindItWhichConnection() {
        assertEquals(
                "10.0.0.7 - - [21/Nov/2026:13:02:48 +0100] \"GET /a?b=c HTTP/1.1\" 200 13"
                        + " port=38626 connection=3 request=2 took_s=0.000412 ending=-",
                LogFormat.COMMON.line(exchange("/a?b=c", "curl/8", null), ROME));
    }

    @Test
    void writesIpv6AddressesInTheirShortForm() {
        ExchangeRecord exchange = exchange("2001:db8:0:0:0:0:0:1", "/", null, null);
        String common = LogFormat.COMMON.line(exchange, ROME);
        assertTrue(common.startsWith("2001:db8::1 - - ["), common);
        String json = LogFormat.JSON.line(exchange, ROME);
        assertTrue(json.contains("\"client\":\"[2001:db8::1]:38626\""), json);
    }

    @Test
    void writesRefererAndAgentCombined() {
        assertEquals(
                "10.0.0.7 - - [21/Nov/2026:13:02:48 +0100] \"GET / HTTP/1.1\" 200 13 \"-\""
                        + " \"curl/8\" port=38626 connection=3 request=2 took_s=0.000412"
                        + " ending=max-requests",
                LogFormat.COMBINED.line(exchange("/", "curl/8", "max-requests"), ROME));
    }

    @Test
    void writesJsonInUtcWithEveryKey() {
        assertEquals(
                "{\"at\":\"2026-11-21T12:02:48.250412Z\",\"client\":\"10.0.0.7:38626\","
                        + "\"connection\":3,\"request\":2,\"method\":\"GET\",\"target\":\"/\","
                        + "\"version\":\"HTTP/1.1\",\"status\":200,\"response_bytes\":13,"
                        + "\"took_s\":0.000412,\"referer\":null,\"agent\":null,"
                        + "\"ending\":\"close-requested\"}",
                LogFormat.JSON.line(exchange("/", null, "close-requested"), ROME));
    }

    @Test
    void writesWhatWasNoRequestWithoutOne() {
        InetSocketAddress client = exchange("/", null, null).client();
        ExchangeRecord unread =
                new ExchangeRecord(
                        AT, client, 3, 2, null, null, 1, 400, 0, 0, null, null, "bad-message");
        assertEquals(
                "10.0.0.7 - - [21/Nov/2026:13:02:48 +0100] \"-\" 400 - port=38626 connection=3"
                        + " request=2 took_s=0.000000 ending=bad-message",
                LogFormat.COMMON.line(unread, ROME));
        String json = LogFormat.JSON.line(unread, ROME);
        assertTrue(
                json.contains("\"method\":null,\"target\":null,\"version\":null,\"status\":400"),
                json);
    }

    @Test
    void letsNoClientEndALineOrAQuote() {
        ExchangeRecord sly = exchange("/", "a\" 200 1\\\n\u001b[2J\u00e9", null);
        String combined = LogFormat.COMBINED.line(sly, ROME);
        assertEquals(
                "\"a\\\" 200 1\\\\\\x0a\\x1b[2J\\xe9\"",
                combined.substring(combined.indexOf("\"a"), combined.indexOf(" port=")));
        String json = LogFormat.JSON.line(sly, ROME);
        assertEquals(
                "\"a\\\" 200 1\\\\\\u000a\\u001b[2J\\u00e9\"",
                json.substring(json.indexOf("\"a\\"), json.indexOf(",\"ending\"")));
    }

    @Test
    void writesAtTheEndOfTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("access.log"), "first\n");
        try (AccessLog log = AccessLog.to(file, LogFormat.JSON)) {
            log.exchanged(exchange("/1", null, null));
            log.exchanged(exchange("/2", null, null));
        }
        List<String> lines = Files.readAllLines(file);
        assertEquals(3, lines.size());
        assertEquals("first", lines.getFirst());
        assertEquals(LogFormat.JSON.line(exchange("/2", null, null), ROME), lines.getLast());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysThatAFullDiskHasNotTakenIt() throws IOException {
        AccessLog log = AccessLog.to(Path.of("/dev/full"), LogFormat.COMMON);
        log.exchanged(exchange("/", null, null));
        IOException said = assertThrows(IOException.class, log::close);
        assertEquals(
                "the access log /dev/full is incomplete: No space left on device (lines missing: 1)",
                said.getMessage());
    }

    /** Takes a few bytes, then fails once, then takes all. */
    private static final class FullForAWhile implements WritableByteChannel {
        final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        final CountDownLatch failed = new CountDownLatch(1);

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (taken.size() > 0 && failed.getCount() > 0) {
                failed.countDown();
                throw new IOException("disk full");
            }
            byte[] some = new byte[taken.size() == 0 ? 5 : bytes.remaining()];
            bytes.get(some);
            taken.writeBytes(some);
            return some.length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    @Test
    void goesOnWhenTheDiskTakesBytesAgain() throws Exception {
        FullForAWhile disk = new FullForAWhile();
        AccessLog log = new AccessLog(Path.of("access.log"), LogFormat.JSON, disk);
        log.exchanged(exchange("/1", null, null));
        disk.failed.await();
        log.exchanged(exchange("/2", null, null));
        log.exchanged(exchange("/3", null, null));
        IOException said = assertThrows(IOException.class, log::close);
        assertEquals(
                "the access log access.log is incomplete: disk full (lines missing: 1)",
                said.getMessage());
        List<String> lines = disk.taken.toString(US_ASCII).lines().toList();
        assertEquals(3, lines.size(), lines::toString);
        assertEquals(5, lines.getFirst().length());
        assertTrue(lines.get(1).contains("/2") && lines.get(2).contains("/3"), lines::toString);
    }
}
