package dev.linger.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers with the files of a folder, and with nothing outside of it: GET and HEAD, conditions (RFC
 * 9110, section 13), ranges (section 14), {@code index.html} for a folder. What begins with a dot
 * is hidden, {@code /.well-known/} (RFC 8615) excepted.
 *
 * <pre>{@code
 * Server.start(8080, Folder.of(Path.of("public")));
 * }</pre>
 *
 * <p>Below a route that ends in {@code *} it looks for what that matched: {@code
 * routes.get("/static/*", folder)} answers {@code /static/a.css} with its {@code a.css}.
 */
public final class Folder implements Handler {
    private static final boolean WINDOWS = java.io.File.separatorChar == '\\';
    private static final String METHODS = "GET, HEAD, OPTIONS";
    private static final String INDEX = "index.html";

    private final Path root;
    private final boolean listings;
    private final boolean followsLinks;

    private Folder(Path root, boolean listings, boolean followsLinks) {
        this.root = root;
        this.listings = listings;
        this.followsLinks = followsLinks;
    }

    /**
     * Of this folder: without listings, and without what symbolic links outside of it lead to.
     *
     * @throws IOException if it is no folder that can be read
     */
    public static Folder of(Path root) throws IOException {
        Path real;
        try {
            real = root.toRealPath();
        } catch (NoSuchFileException e) {
            throw new IOException("there is no folder " + root, e);
        }
        if (!Files.isDirectory(real)) {
            throw new IOException(root + " is no folder");
        }
        if (!Files.isReadable(real) || !Files.isExecutable(real)) {
            throw new IOException("the folder " + root + " cannot be read by this user");
        }
        return new Folder(real, false, false);
    }

    /** The same folder, answering with a list of what is in it where there is no index.html. */
    public Folder withListings() {
        return new Folder(root, true, followsLinks);
    }

    /** The same folder, following symbolic links wherever they lead. */
    public Folder withLinksFollowed() {
        return new Folder(root, listings, true);
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        String method = exchange.method();
        if (method.equals("OPTIONS")) {
            exchange.header("Allow", METHODS).respond(204);
        } else if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.header("Allow", METHODS);
            refuse(exchange, 405);
        } else {
            find(exchange);
        }
    }

    private void find(Exchange exchange) throws IOException {
        List<String> names = names(exchange);
        try {
            Path found = names == null ? null : real(names);
            if (names == null || found == null) {
                refuse(exchange, 404);
                return;
            }
            BasicFileAttributes file = Files.readAttributes(found, BasicFileAttributes.class);
            boolean asFolder = names.getLast().isEmpty();
            if (file.isDirectory() && asFolder) {
                answerFolder(exchange, found);
            } else if (file.isDirectory()) {
                String query = exchange.query() == null ? "" : "?" + exchange.query();
                exchange.header("Location", exchange.path() + "/" + query);
                refuse(exchange, 301);
            } else if (file.isRegularFile() && !asFolder) {
                answer(exchange, found, file);
            } else {
                // What is no file may wait forever when it is opened, as a pipe does.
                refuse(exchange, 404);
            }
        } catch (AccessDeniedException e) {
            refuse(exchange, 403);
        } catch (NoSuchFileException e) {
            // Gone since it was looked for.
            refuse(exchange, 404);
        }
    }

    /** What is asked for; null where there can be no such file. */
    private static @Nullable List<String> names(Exchange exchange) {
        String path = exchange.path();
        // A redirect to it would lead to another host (RFC 3986, section 4.2).
        if (path.startsWith("//")) {
            return null;
        }
        String rest = exchange.encodedParameter("*");
        return FileNames.of(rest == null ? path : "/" + rest, WINDOWS);
    }

    /** Where these names lead; null where nothing is there, or nothing that is to be shown. */
    private @Nullable Path real(List<String> names) throws IOException {
        try {
            Path path = root;
            for (String name : names) {
                path = name.isEmpty() ? path : path.resolve(name);
            }
            Path real = path.toRealPath();
            return followsLinks || real.startsWith(root) ? real : null;
        } catch (AccessDeniedException e) {
            throw e;
        } catch (FileSystemException | InvalidPathException e) {
            // Not there, a file taken for a folder, a loop of links, a name that is too long.
            return null;
        }
    }

    private void answerFolder(Exchange exchange, Path folder) throws IOException {
        Path index = real(List.of(root.relativize(folder).toString(), INDEX));
        if (index != null && Files.isRegularFile(index)) {
            answer(exchange, index, Files.readAttributes(index, BasicFileAttributes.class));
        } else if (listings) {
            exchange.header("Content-Type", "text/html; charset=utf-8");
            exchange.respond(page(exchange, folder));
        } else {
            refuse(exchange, 404);
        }
    }

    private byte[] page(Exchange exchange, Path folder) throws IOException {
        try {
            return Listing.of(
                    folder, Targets.decoded(exchange.path()), folder.equals(root), this::isShown);
        } catch (UncheckedIOException e) {
            throw new IOException("the folder " + folder + " could not be listed", e);
        }
    }

    /** A link that leads outside is not told of, for it is not followed either. */
    private boolean isShown(Path path) {
        try {
            return followsLinks || path.toRealPath().startsWith(root);
        } catch (IOException e) {
            return false;
        }
    }

    private static void answer(Exchange exchange, Path path, BasicFileAttributes file)
            throws IOException {
        // A link that has taken the file's place since is not followed. No field tells of what may
        // not be read.
        try (FileChannel channel =
                FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            Instant now = Instant.now();
            Version version = Version.of(file);
            exchange.header("ETag", version.tag());
            exchange.header("Last-Modified", HttpDate.text(version.modifiedBy(now)));
            switch (Precondition.of(exchange.headers(), version)) {
                case HOLDS ->
                        new FileAnswer(
                                        exchange,
                                        channel,
                                        ContentTypes.of(String.valueOf(path.getFileName())))
                                .send(ranges(exchange, version, channel.size(), now));
                case NOT_MODIFIED -> exchange.respond(304);
                case FAILED -> refuse(exchange, 412);
            }
        }
    }

    /** What is asked for of a file of this size; null where that is the whole. */
    private static @Nullable List<ByteRange> ranges(
            Exchange exchange, Version version, long size, Instant now) {
        List<String> asked = exchange.headers().fields("Range");
        // Of HEAD a range is ignored (RFC 9110, section 14.2), and of nothing there is no part.
        boolean isPart =
                asked.size() == 1
                        && size > 0
                        && exchange.method().equals("GET")
                        && Precondition.allowsRange(exchange.headers(), version, now);
        return isPart ? ByteRange.parse(asked.getFirst(), size) : null;
    }

    private static void refuse(Exchange exchange, int status) throws IOException {
        exchange.status(status).respond(status + " " + StatusPhrases.of(status) + "\n");
    }
}
