package dev.linger.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostSettingsTest {
    @TempDir private Path folder;

    private void write(String name, String value) throws IOException {
        Path file = folder.resolve(name.replace('.', '/'));
        Files.createDirectories(file.getParent());
        Files.writeString(file, value);
    }

    @Test
    void readsThisKernel() {
        HostSettings settings = HostSettings.all();

        assertEquals(
                System.getProperty("os.version"), settings.text("kernel.osrelease").orElseThrow());
        assertEquals(2, settings.numbers("net.ipv4.ip_local_port_range").length);
        assertTrue(settings.number("net.core.somaxconn").orElseThrow() > 0);
        assertEquals(3, settings.numbers("fs.file-nr").length);
        assertTrue(settings.number("net.ipv4.tcp_fin_timeout").isPresent());
    }

    @Test
    void readsWholeNumbersAsOtherProgramsDo() throws IOException {
        for (String name : new String[] {"ip_local_port_range", "tcp_rmem", "tcp_fin_timeout"}) {
            Process cat = new ProcessBuilder("cat", "/proc/sys/net/ipv4/" + name).start();
            String printed = new String(cat.getInputStream().readAllBytes(), US_ASCII).strip();

            assertEquals(
                    printed,
                    HostSettings.of("net.ipv4." + name).text("net.ipv4." + name).orElseThrow());
        }
    }

    @Test
    void readsWhatIsAskedForAlone() throws IOException {
        write("net.ipv4.tcp_tw_reuse", "2\n");
        write("net.ipv4.tcp_fin_timeout", "60\n");

        HostSettings settings = HostSettings.of(folder, "net.ipv4.tcp_tw_reuse");

        assertEquals(1, settings.values().size());
        assertEquals(OptionalLong.of(2), settings.number("net.ipv4.tcp_tw_reuse"));
    }

    @Test
    void tellsNumbersFromText() throws IOException {
        write("net.ipv4.tcp_mem", "18423\t24564\t36846\n");
        write("net.ipv4.tcp_congestion_control", "cubic\n");
        write("net.ipv4.ip_local_reserved_ports", "\n");

        HostSettings settings = HostSettings.all(folder);

        assertArrayEquals(new long[] {18423, 24564, 36846}, settings.numbers("net.ipv4.tcp_mem"));
        assertEquals(OptionalLong.empty(), settings.number("net.ipv4.tcp_mem"));
        assertEquals(OptionalLong.empty(), settings.number("net.ipv4.tcp_congestion_control"));
        assertEquals(Optional.of("cubic"), settings.text("net.ipv4.tcp_congestion_control"));
        assertEquals(Optional.of(""), settings.text("net.ipv4.ip_local_reserved_ports"));
        assertEquals(0, settings.numbers("net.ipv4.ip_local_reserved_ports").length);
    }

    @Test
    void saysThatASettingIsNotThere() throws IOException {
        write("net.ipv4.tcp_tw_reuse", "2\n");

        HostSettings settings = HostSettings.all(folder);

        assertEquals(Optional.empty(), settings.text("net.ipv4.tcp_tw_recycle"));
        assertEquals(
                "net.ipv4.tcp_tw_recycle is not there: neither this kernel nor this network"
                        + " namespace has it",
                settings.whyAbsent("net.ipv4.tcp_tw_recycle"));
    }

    @Test
    void saysThatProcIsNotThere() {
        Path missing = folder.resolve("missing");

        HostSettings settings = HostSettings.all(missing);

        assertEquals(
                missing + " is not there: this is no Linux, or /proc is not mounted here",
                settings.whyAbsent("net.core.somaxconn"));
    }

    @Test
    void readsThePortRangeWithoutReservedPorts() throws IOException {
        write("net.ipv4.ip_local_port_range", "32768\t60999\n");
        write("net.ipv4.ip_local_reserved_ports", "8080,40000-40009,60999\n");

        PortRange range = PortRange.of(HostSettings.all(folder)).orElseThrow();

        assertEquals(new PortRange(32768, 60999, 11), range);
        assertEquals(28232 - 11, range.count());
        assertTrue(range.contains(32768) && !range.contains(61000));
    }

    @Test
    void readsThePortRangeOfANetworkNamespace() {
        long[] ends = HostSettings.all().numbers("net.ipv4.ip_local_port_range");

        PortRange range = PortRange.ofHost();

        assertArrayEquals(ends, new long[] {range.first(), range.last()});
    }

    @Test
    void knowsNoPortRangeWhereNoneIsWritten() throws IOException {
        write("net.ipv4.ip_local_port_range", "60999 32768\n");

        assertEquals(Optional.empty(), PortRange.of(HostSettings.all(folder)));
    }
}
