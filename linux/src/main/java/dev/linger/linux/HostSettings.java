package dev.linger.linux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Settings of the kernel under their names with dots (proc_sys(5)), as they were when read. Those
 * below {@code net} are this network namespace's own, of which some exist in the host's only. A
 * setting that is absent is no error: {@link #whyAbsent} tells the reason. Needs no root, but for a
 * few secrets. Immutable.
 */
public final class HostSettings {
    private static final Path FOLDER = Path.of("/proc/sys");

    /** A list of all reserved ports is longer than a page. */
    private static final int LONGEST = 64 << 10;

    private static final List<String> FOLDERS = List.of("net.ipv4", "net.core", "net.netfilter");
    private static final List<String> OTHERS =
            List.of("fs.file-max", "fs.file-nr", "fs.nr_open", "kernel.osrelease");

    private final Path folder;
    private final Map<String, String> values = new TreeMap<>();
    private final Map<String, String> reasons = new TreeMap<>();
    private final List<String> secrets = new ArrayList<>();

    private HostSettings(Path folder) {
        this.folder = folder;
    }

    /** Those that connections depend on: net.ipv4, net.core, net.netfilter, limits of files. */
    public static HostSettings all() {
        return all(FOLDER);
    }

    static HostSettings all(Path folder) {
        HostSettings settings = new HostSettings(folder);
        FOLDERS.forEach(settings::addFolder);
        OTHERS.forEach(settings::add);
        return settings;
    }

    /** These alone. */
    public static HostSettings of(String... names) {
        return of(FOLDER, names);
    }

    /**
     * The same from a copy.
     *
     * @param folder to take for /proc/sys
     */
    public static HostSettings of(Path folder, String... names) {
        HostSettings settings = new HostSettings(folder);
        for (String name : names) {
            settings.add(name);
        }
        return settings;
    }

    private void addFolder(String name) {
        try (Stream<Path> files = Files.list(path(name))) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> add(name + "." + file.getFileName()));
        } catch (IOException e) {
            reasons.put(name, reason(name, e));
        }
    }

    private void add(String name) {
        try {
            values.put(name, read(path(name)));
        } catch (IOException e) {
            reasons.put(name, reason(name, e));
            if (e instanceof AccessDeniedException) {
                secrets.add(name);
            }
        }
    }

    /**
     * In one go, for the kernel prints numbers only to a reader who begins at 0 (proc_dointvec,
     * kernel/sysctl.c): whoever reads one byte first, as Files does where a size is 0, gets no
     * more.
     */
    private static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = new byte[LONGEST];
            int length = in.readNBytes(bytes, 0, LONGEST);
            return new String(bytes, 0, length, StandardCharsets.ISO_8859_1).strip();
        }
    }

    private Path path(String name) {
        return folder.resolve(name.replace('.', '/'));
    }

    private String reason(String name, IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> name + " may be read by root alone";
            case NoSuchFileException _ when !Files.isDirectory(folder) -> noFolder();
            case NoSuchFileException _ -> notThere(name);
            default -> name + " cannot be read: the kernel answers with an input/output error";
        };
    }

    private String noFolder() {
        return folder + " is not there: this is no Linux, or /proc is not mounted here";
    }

    private static String notThere(String name) {
        return name + " is not there: neither this kernel nor this network namespace has it";
    }

    /** All that were read, as the kernel prints them, in the order of their names. */
    public Map<String, String> values() {
        return Collections.unmodifiableMap(values);
    }

    /** As the kernel prints it; empty where it is absent. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Its number, in the kernel's unit; empty where it is absent, or is not one number. */
    public OptionalLong number(String name) {
        long[] numbers = numbers(name);
        return numbers.length == 1 ? OptionalLong.of(numbers[0]) : OptionalLong.empty();
    }

    /** Its numbers, if it is nothing else: the three of tcp_mem; none where it is absent. */
    public long[] numbers(String name) {
        String[] words = values.getOrDefault(name, "").split("\\s+", -1);
        boolean areNumbers = Arrays.stream(words).allMatch(word -> word.matches("-?\\d{1,18}"));
        return areNumbers ? Arrays.stream(words).mapToLong(Long::parseLong).toArray() : new long[0];
    }

    /** Those that only root may read, as far as they were asked for. */
    public List<String> secrets() {
        return Collections.unmodifiableList(secrets);
    }

    /** A clause for people that says why a setting is absent. */
    public String whyAbsent(String name) {
        if (values.isEmpty() && !Files.isDirectory(folder)) {
            return noFolder();
        }
        return reasons.getOrDefault(name, notThere(name));
    }
}
