package dev.linger.linux;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which process holds a socket: the links in /proc/PID/fd name its inode (proc(5)). Walking them is
 * what costs, so answers are kept, that nobody was found too, and processes are looked through
 * again only for an inode that was never asked for, at most once between two calls of {@link
 * #refresh}. Other users' processes show their descriptors to root and to CAP_SYS_PTRACE alone. Not
 * thread-safe.
 */
public final class Processes {
    /**
     * One process.
     *
     * @param name the kernel's name of its main thread, at most 15 characters
     * @param container the first 12 digits of its container, or its unit's name, where its control
     *     group says so; empty else
     */
    public record Owner(long pid, String name, String container) {
        @Override
        public String toString() {
            return name + "[" + pid + "]" + (container.isEmpty() ? "" : " in " + container);
        }
    }

    private static final String SOCKET = "socket:[";
    private static final int MOST_REMEMBERED = 200_000;

    /** {@code docker-4f0c….scope}, {@code cri-containerd-4f0c….scope}, {@code 4f0c…}. */
    private static final Pattern CONTAINER =
            Pattern.compile("(?:^|[^0-9a-f])([0-9a-f]{12})[0-9a-f]{52}(?:\\.scope)?$");

    private final Path proc;
    private final Map<Long, Owner> byInode = new HashMap<>();
    private final Set<Long> foundNobody = new HashSet<>();
    private boolean searched;
    private int unseen;

    public Processes() {
        this(Path.of("/proc"));
    }

    Processes(Path proc) {
        this.proc = proc;
    }

    /** Lets the next unknown inode be searched for, and forgets processes that have ended. */
    public void refresh() {
        searched = false;
        if (byInode.size() + foundNobody.size() > MOST_REMEMBERED) {
            byInode.clear();
            foundNobody.clear();
        }
        Map<Long, Boolean> isRunning = new HashMap<>();
        byInode.values()
                .removeIf(owner ->
                        !isRunning.computeIfAbsent(
                                owner.pid(), pid -> Files.exists(proc.resolve("" + pid))));
    }

    /**
     * The process that holds the socket, one of them where several do; empty where it cannot be
     * seen.
     *
     * @param inode 0 belongs to nobody
     */
    public Optional<Owner> of(long inode) {
        if (inode == 0) {
            return Optional.empty();
        }
        Owner owner = byInode.get(inode);
        if (owner == null && !searched && !foundNobody.contains(inode)) {
            search();
            owner = byInode.get(inode);
        }
        if (owner == null) {
            foundNobody.add(inode);
        }
        return Optional.ofNullable(owner);
    }

    /** Processes whose descriptors could not be seen in the last search. */
    public int unseen() {
        return unseen;
    }

    private void search() {
        searched = true;
        unseen = 0;
        byInode.clear();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                search(process);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Without /proc nobody is named; the sockets are told all the same.
            unseen++;
        }
    }

    private void search(Path process) {
        Owner owner = null;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                long inode = inode(descriptor);
                if (inode > 0) {
                    owner = owner == null ? owner(process) : owner;
                    byInode.put(inode, owner);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // A thread of the kernel has no command line, and no sockets to hide.
            if (!read(process.resolve("cmdline")).isEmpty()) {
                unseen++;
            }
        }
    }

    private static long inode(Path descriptor) {
        String target;
        try {
            target = Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return 0; // closed meanwhile
        }
        if (!target.startsWith(SOCKET)) {
            return 0;
        }
        return Long.parseLong(target, SOCKET.length(), target.length() - 1, 10);
    }

    private static Owner owner(Path process) {
        return new Owner(
                Long.parseLong(process.getFileName().toString()),
                read(process.resolve("comm")).strip(),
                container(read(process.resolve("cgroup"))));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return ""; // ended meanwhile
        }
    }

    /**
     * {@code 0::/system.slice/docker-4f0c….scope} names a container, {@code …/nginx.service} a unit
     * (cgroups(7)); of several hierarchies the first that names one counts.
     */
    static String container(String groups) {
        String unit = "";
        for (String group : groups.split("\n", -1)) {
            String name = group.substring(group.lastIndexOf('/') + 1);
            Matcher container = CONTAINER.matcher(name);
            if (container.find()) {
                return container.group(1);
            }
            unit = unit.isEmpty() && name.endsWith(".service") ? name : unit;
        }
        return unit;
    }
}
