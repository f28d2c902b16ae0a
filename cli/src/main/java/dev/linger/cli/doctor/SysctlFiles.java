package dev.linger.cli.doctor;

import dev.linger.diagnosis.host.Host;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Sysctls as files want them at boot. */
final class SysctlFiles {
    /** Where sysctl.d(5) looks. */
    private static final List<String> FOLDERS =
            List.of("etc/sysctl.d", "run/sysctl.d", "usr/local/lib/sysctl.d", "usr/lib/sysctl.d");

    private final ProcFiles files;

    /** Debian's 99-sysctl.conf is a link to sysctl.conf. */
    private final Set<Path> done = new HashSet<>();

    SysctlFiles(ProcFiles files) {
        this.files = files;
    }

    List<Host.Written> written() {
        List<Host.Written> written = new ArrayList<>();
        for (String folder : FOLDERS) {
            configurations(folder).forEach(name -> read(folder + "/" + name, written));
        }
        read("etc/sysctl.conf", written);
        return written;
    }

    private List<String> configurations(String folder) {
        List<String> names = new ArrayList<>();
        Path path = files.at(folder);
        if (!Files.isDirectory(path)) {
            return names;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(path, "*.conf")) {
            found.forEach(one -> names.add(String.valueOf(one.getFileName())));
        } catch (IOException e) {
            return names; // a folder that nobody may list holds nothing that a rule needs to know
        }
        names.sort(null);
        return names;
    }

    private void read(String name, List<Host.Written> written) {
        if (!firstTime(name)) {
            return;
        }
        int number = 0;
        for (String line : files.lines(name)) {
            number++;
            String text = line.strip();
            int equals = text.indexOf('=');
            if (equals > 0 && !text.startsWith("#") && !text.startsWith(";")) {
                // A hyphen before the name lets a failure pass; slashes may stand for dots.
                String setting =
                        text.substring(0, equals).strip().replaceFirst("^-", "").replace('/', '.');
                String value = text.substring(equals + 1).strip();
                written.add(new Host.Written("/" + name, number, setting, value));
            }
        }
    }

    private boolean firstTime(String name) {
        try {
            return done.add(files.at(name).toRealPath());
        } catch (IOException e) {
            return true; // reading it shows why
        }
    }
}
