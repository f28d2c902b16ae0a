package dev.linger.lab.cast;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Programs of the room {@code foreign}, each in a JVM of its own. The jars of their makers are
 * taken from the local Maven repository, where the build leaves them; Linger itself never loads
 * them.
 */
final class JavaProgram {
    private static final String PACKAGE = "dev/linger/foreign/";

    /** How the build begins the place of a jar. */
    private static final String REPOSITORY = "REPOSITORY/";

    private JavaProgram() {}

    /**
     * Whether a program can be started that needs this jar.
     *
     * @param artifact {@code tomcat-embed-core}
     */
    static boolean hasJar(String artifact) {
        return jars().stream()
                .anyMatch(jar ->
                        jar.toString().contains("/" + artifact + "/") && Files.isReadable(jar));
    }

    /**
     * The command that starts one.
     *
     * @param name of its class
     * @param properties of its JVM, each as {@code NAME=VALUE}
     * @param words its arguments
     */
    static List<String> command(String name, List<String> properties, List<String> words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
        properties.forEach(property -> command.add("-D" + property));
        Stream<Path> path = Stream.concat(Stream.of(classes()), jars().stream());
        command.add("-cp");
        command.add(String.join(File.pathSeparator, path.map(Path::toString).toList()));
        command.add(PACKAGE.replace('/', '.') + name);
        command.addAll(words);
        return command;
    }

    private static List<Path> jars() {
        String repository =
                System.getProperty(
                        "maven.repo.local", System.getProperty("user.home") + "/.m2/repository");
        try (InputStream in = list().openStream()) {
            return Stream.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split(":", -1))
                    .map(place -> Path.of(repository, place.strip().substring(REPOSITORY.length())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the list of jars cannot be read", e);
        }
    }

    private static URL list() {
        return Objects.requireNonNull(ClassLoader.getSystemResource(PACKAGE + "jars"));
    }

    /** The jar, or the folder, that the programs themselves are in. */
    private static Path classes() {
        try {
            if (list().openConnection() instanceof JarURLConnection inJar) {
                return Path.of(inJar.getJarFileURL().toURI());
            }
            String list = list().toString();
            return Path.of(URI.create(list.substring(0, list.length() - PACKAGE.length() - 4)));
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the room foreign cannot be found", e);
        }
    }
}
