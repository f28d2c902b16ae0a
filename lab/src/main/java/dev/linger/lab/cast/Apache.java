package dev.linger.lab.cast;

import dev.linger.lab.Program;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Apache httpd, with its modules where Debian puts them. */
final class Apache implements ServerProgram {
    private static final Path MODULES = Path.of("/usr/lib/apache2/modules");

    @Override
    public String word() {
        return "apache";
    }

    @Override
    public boolean isHere() {
        return Program.isHere("apache2") && Files.isDirectory(MODULES);
    }

    @Override
    public boolean canDo(Wishes wishes) {
        return true;
    }

    /** The first request of a connection does not count. */
    @Override
    public int requestsAt(int most) {
        return most + 1;
    }

    @Override
    public String says(Wishes wishes) {
        return String.join(", ", lines(wishes));
    }

    private static List<String> lines(Wishes wishes) {
        List<String> lines = new ArrayList<>();
        Wishes usual = Wishes.USUAL;
        if (!wishes.keepsAlive()) {
            lines.add("KeepAlive Off");
        }
        if (wishes.idleSeconds() != usual.idleSeconds()) {
            lines.add("KeepAliveTimeout " + wishes.idleSeconds());
        }
        if (wishes.headSeconds() != usual.headSeconds()) {
            lines.add("RequestReadTimeout header=" + wishes.headSeconds());
        }
        if (wishes.mostRequests() != usual.mostRequests()) {
            lines.add("MaxKeepAliveRequests " + wishes.mostRequests());
        }
        return lines;
    }

    @Override
    public List<String> configure(Wishes wishes, InetSocketAddress address, Path folder)
            throws IOException {
        Path file = folder.resolve("httpd.conf");
        Files.writeString(folder.resolve("index.html"), "ok");
        // Its workers are another user's where it is started as root.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(
                file,
                """
                ServerRoot %1$s
                ServerName lab
                Listen %2$s:%3$d
                PidFile httpd.pid
                ErrorLog error.log
                DefaultRuntimeDir %1$s
                Mutex file:%1$s default
                <IfModule unixd_module>
                User daemon
                Group daemon
                </IfModule>
                LoadModule mpm_event_module %4$s/mod_mpm_event.so
                LoadModule authz_core_module %4$s/mod_authz_core.so
                LoadModule dir_module %4$s/mod_dir.so
                LoadModule reqtimeout_module %4$s/mod_reqtimeout.so
                DocumentRoot %1$s
                KeepAliveTimeout %5$d
                MaxKeepAliveRequests 0
                %6$s
                """
                        .formatted(
                                folder,
                                address.getAddress().getHostAddress(),
                                address.getPort(),
                                MODULES,
                                wishes.idleSeconds(),
                                String.join("\n", lines(wishes))));
        return List.of("apache2", "-D", "FOREGROUND", "-f", file.toString());
    }
}
