package dev.linger.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.live.scene.Advice;
import dev.linger.cli.live.scene.Blank;
import dev.linger.cli.live.scene.Command;
import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.Software;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is advised is put where it is said to belong, and the software itself takes it. */
@RealPrograms
class AdviceLiveTest {
    private static final Set<Software> ASKED =
            EnumSet.of(
                    Software.NGINX,
                    Software.NGINX_UPSTREAM,
                    Software.HAPROXY,
                    Software.APACHE_HTTPD,
                    Software.LINUX,
                    Software.CURL,
                    Software.APACHE_BENCH);

    private static final Path PROC_SYS = Path.of("/proc/sys");

    @TempDir Path folder;

    @Test
    void everyTopicHasAdviceForSomeSoftware() throws Exception {
        for (Method topic : Advice.topics()) {
            assertFalse(Advice.of(topic).isEmpty(), () -> topic + " advises nothing");
        }
    }

    @Test
    void noSoftwareIsForgotten() throws Exception {
        Set<Software> covered = EnumSet.copyOf(ASKED);
        covered.addAll(ProgramAdviceLiveTest.ASKED);
        covered.addAll(ProgramAdviceLiveTest.IN_JARS);
        covered.addAll(ProgramAdviceLiveTest.NOT_AT_HAND);
        Set<Software> advised = EnumSet.noneOf(Software.class);
        Advice.all().forEach(change -> advised.add(change.software()));
        advised.removeAll(covered);
        assertEquals(Set.of(), advised, "nobody tries what is advised for these");
    }

    @Test
    void nginxTakesItsSettings() throws Exception {
        String around =
                """
                pid nginx.pid;
                error_log error.log;
                %s
                events {}
                http {
                    access_log off;
                    upstream application {
                        server 127.0.0.1:9;
                        %s
                    }
                    %s
                    server {
                        listen 127.0.0.1:8000;
                        %s
                        location / {
                            proxy_pass http://application;
                            %s
                        }
                    }
                }
                """;
        List<Blank> blanks =
                List.of(
                        Blank.of("outside of all", around.formatted("ADVICE", "", "", "", "")),
                        Blank.of("upstream", around.formatted("", "ADVICE", "", "", "")),
                        Blank.of("\\bhttp\\b", around.formatted("", "", "ADVICE", "", "")),
                        Blank.of("\\bserver\\b", around.formatted("", "", "", "ADVICE", "")),
                        Blank.of(
                                "proxy_pass|location", around.formatted("", "", "", "", "ADVICE")));
        for (Path file : written("nginx.conf", blanks, Software.NGINX, Software.NGINX_UPSTREAM)) {
            accepts(file, "nginx", "-t", "-p", folder.toString(), "-c", file.toString());
        }
    }

    @Test
    void haproxyTakesItsSettings() throws Exception {
        String around =
                """
                global
                  %s
                defaults
                  mode http
                  timeout connect 1s
                  timeout client 1s
                  timeout server 1s
                  %s
                frontend here
                  bind 127.0.0.1:8000
                  default_backend there
                  %s
                backend there
                  %s
                  server one 127.0.0.1:9
                """;
        List<Blank> blanks =
                List.of(
                        Blank.of("\\bglobal\\b", around.formatted("ADVICE", "", "", "")),
                        Blank.of("\\bdefaults\\b", around.formatted("", "ADVICE", "", "")),
                        Blank.of("\\bfrontend\\b", around.formatted("", "", "ADVICE", "")),
                        Blank.of("\\bbackend\\b", around.formatted("", "", "", "ADVICE")));
        for (Path file : written("haproxy.cfg", blanks, Software.HAPROXY)) {
            Command check = accepts(file, "haproxy", "-c", "-f", file.toString());
            assertFalse(check.said().contains("[WARNING]"), () -> told(file, check));
        }
    }

    @Test
    void apacheTakesItsSettings() throws Exception {
        String around =
                """
                ServerRoot %s
                ServerName linger
                Listen 127.0.0.1:8000
                PidFile httpd.pid
                ErrorLog error.log
                Define MODULES /usr/lib/apache2/modules
                LoadModule mpm_event_module ${MODULES}/mod_mpm_event.so
                LoadModule authz_core_module ${MODULES}/mod_authz_core.so
                LoadModule ssl_module ${MODULES}/mod_ssl.so
                LoadModule reqtimeout_module ${MODULES}/mod_reqtimeout.so
                LoadModule proxy_module ${MODULES}/mod_proxy.so
                LoadModule proxy_http_module ${MODULES}/mod_proxy_http.so
                """
                        .formatted(folder);
        String host = "<VirtualHost *:8000>\nADVICE\n</VirtualHost>\n";
        String proxy = "<Proxy \"http://127.0.0.1:9/\">\nADVICE\n</Proxy>\n";
        List<Blank> blanks =
                List.of(
                        Blank.of("^httpd.conf, (server|top)", around + "ADVICE\n"),
                        Blank.of("(?i)virtual ?host", around + host),
                        Blank.of("<Proxy>", around + proxy));
        for (Path file : written("httpd.conf", blanks, Software.APACHE_HTTPD)) {
            accepts(file, "apache2", "-t", "-f", file.toString());
        }
    }

    @Test
    void linuxHasItsSettings() throws Exception {
        for (Change change : Advice.all()) {
            if (change.software() == Software.LINUX && change.where().contains("sysctl")) {
                for (String line : change.text().lines().toList()) {
                    String name = line.split(" *=", -1)[0].replace('.', '/');
                    boolean known = line.startsWith("#") || Files.exists(PROC_SYS.resolve(name));
                    assertTrue(known, () -> "this kernel has no " + line);
                }
            }
        }
    }

    @Test
    void theCommandLinesOfClientsAreTaken() throws Exception {
        for (Change change : Advice.all()) {
            if (change.software() == Software.CURL && change.where().equals("the command")) {
                runs(change, "file:///dev/null");
            } else if (change.software() == Software.APACHE_BENCH) {
                runs(change, "-V");
            }
        }
    }

    /** Runs the command that is advised, with this in place of the dots. */
    private void runs(Change change, String ending) throws Exception {
        String command = change.text().replace("...", ending);
        Command run = Command.run(folder, "sh", "-c", command);
        assertEquals(0, run.status(), () -> change + ": " + run.said());
    }

    private List<Path> written(String ending, List<Blank> blanks, Software... of)
            throws IOException, ReflectiveOperationException {
        List<Path> files = new ArrayList<>();
        for (Change change : Advice.all()) {
            if (List.of(of).contains(change.software())) {
                for (Blank blank : Blank.fitting(blanks, change)) {
                    Path file = folder.resolve(files.size() + ending);
                    files.add(Files.writeString(file, blank.with(change)));
                }
            }
        }
        assertFalse(files.isEmpty(), "no advice for " + List.of(of));
        return files;
    }

    private Command accepts(Path file, String... command) throws Exception {
        Command check = Command.run(folder, command);
        assertEquals(0, check.status(), () -> told(file, check));
        return check;
    }

    private static String told(Path file, Command check) {
        try {
            return check.said() + "\n" + Files.readString(file);
        } catch (IOException unreadable) {
            return check.said();
        }
    }
}
