package dev.linger.cli.doctor;

import dev.linger.cli.Refusal;
import dev.linger.diagnosis.config.ConfigText;
import dev.linger.diagnosis.config.Glob;
import dev.linger.diagnosis.config.Includes;
import dev.linger.diagnosis.config.Place;
import dev.linger.life.Wording;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Configuration files and those that they include. Not thread-safe. */
final class ConfigFiles implements Includes {
    /** Larger ones are no configurations. */
    private static final long MOST_BYTES = 16 << 20;

    /** For each file the folder of the one that was asked for, which relative names start at. */
    private final Map<String, Path> folders = new HashMap<>();

    private final List<String> notes = new ArrayList<>();

    /** A file that was asked for. */
    ConfigText named(String file) {
        Path path = Path.of(file);
        try {
            ConfigText text = text(path);
            folders.put(text.file(), folderOf(path));
            return text;
        } catch (IOException e) {
            throw new Refusal(Wording.printable(file) + ": " + reason(e));
        }
    }

    @Override
    public List<ConfigText> matching(Place from, String pattern) {
        // The texts are letters of one byte each, the names of files are not.
        String name =
                new String(pattern.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        Path main = folders.getOrDefault(from.file(), folderOf(Path.of(from.file())));
        List<Path> found = new ArrayList<>();
        try {
            found.addAll(found(main, name));
            if (found.isEmpty()) {
                found.addAll(found(folderOf(Path.of(from.file())), name));
            }
        } catch (InvalidPathException e) {
            notes.add(
                    from
                            + ": the included "
                            + name
                            + " is no name of a file here; LC_ALL=C.UTF-8 lets letters beyond"
                            + " US-ASCII be read");
            return List.of();
        }
        if (found.isEmpty() && !Glob.isWild(name)) {
            notes.add(from + ": the included " + name + " is not there");
        }
        List<ConfigText> texts = new ArrayList<>();
        for (Path path : found) {
            try {
                ConfigText text = text(path);
                folders.putIfAbsent(text.file(), main);
                texts.add(text);
            } catch (IOException e) {
                notes.add(from + ": the included " + path + ": " + reason(e));
            }
        }
        return texts;
    }

    /** What could not be included. */
    List<String> notes() {
        return notes;
    }

    private static Path folderOf(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    /** Sorted by name; of a folder all that is in it, as Apache httpd has it. */
    private List<Path> found(Path folder, String pattern) {
        List<Path> found = List.of(folder);
        Path whole = Path.of(pattern);
        if (whole.isAbsolute()) {
            found = List.of(Path.of("/"));
        }
        for (Path name : whole) {
            String one = name.toString();
            found = found.stream().flatMap(at -> inside(at, one)).sorted().toList();
        }
        return found.stream().flatMap(this::files).toList();
    }

    private Stream<Path> inside(Path folder, String name) {
        if (!Glob.isWild(name)) {
            return Stream.of(folder.resolve(name)).filter(Files::exists);
        }
        Pattern names = Glob.pattern(name);
        return list(folder).stream()
                .filter(one -> names.matcher(one.getFileName().toString()).matches())
                .filter(one -> !isHidden(one));
    }

    private static boolean isHidden(Path one) {
        return one.getFileName().toString().startsWith(".");
    }

    private Stream<Path> files(Path one) {
        return Files.isDirectory(one)
                ? list(one).stream().filter(Files::isRegularFile).sorted()
                : Stream.of(one);
    }

    private List<Path> list(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        } catch (AccessDeniedException e) {
            String note = folder + ": what is in there is not known, for it is " + reason(e);
            if (!notes.contains(note)) {
                notes.add(note);
            }
            return List.of();
        } catch (IOException e) {
            return List.of(); // no folder, or none any more
        }
    }

    private static ConfigText text(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new IOException("this is a folder; name the file in it");
        }
        if (Files.size(path) > MOST_BYTES) {
            throw new IOException("too large for a configuration");
        }
        // Any byte is some letter here; what rules look at is US-ASCII.
        return new ConfigText(path.toString(), Files.readString(path, StandardCharsets.ISO_8859_1));
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        return e instanceof AccessDeniedException
                ? "not allowed to be read; try as root"
                : String.valueOf(e.getMessage());
    }
}
