package dev.linger.linux;

import dev.linger.life.ConnectionLife;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A main class of these tests in a process of its own: of another user, in another namespace. */
final class Child {
    private Child() {}

    /** What it prints, line by line. */
    static List<String> run(List<String> before, Class<?> main, String... arguments)
            throws Exception {
        Path folder = Files.createTempDirectory("linger-child");
        try {
            // Any user may have to read it.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            for (Class<?> each : List.of(ConnectionLife.class, SocketTable.class, main)) {
                copyClassesBeside(each, folder);
            }
            List<String> command = new ArrayList<>(before);
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(
                    List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
            command.addAll(List.of("-cp", folder.toString(), main.getName()));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            byte[] printed = process.getInputStream().readAllBytes();
            String text = new String(printed, StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(command + " failed: " + text);
            }
            return text.lines().toList();
        } finally {
            delete(folder);
        }
    }

    private static void copyClassesBeside(Class<?> one, Path to) throws Exception {
        String file = one.getSimpleName() + ".class";
        URI uri = one.getResource(file).toURI();
        if (uri.getScheme().equals("jar")) {
            try (var jar = FileSystems.newFileSystem(uri, Map.of())) {
                copy(jar.getPath("/" + one.getPackageName().replace('.', '/')), one, to);
            }
            return;
        }
        copy(Path.of(uri).resolveSibling("."), one, to);
    }

    private static void copy(Path from, Class<?> one, Path to) throws IOException {
        Path folder = to.resolve(one.getPackageName().replace('.', '/'));
        Files.createDirectories(folder);
        try (Stream<Path> classes = Files.list(from)) {
            for (Path each : classes.filter(file -> file.toString().endsWith(".class")).toList()) {
                Path copy = folder.resolve(each.getFileName().toString());
                if (Files.notExists(copy)) {
                    Files.copy(each, copy);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
