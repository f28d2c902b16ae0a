package dev.linger.linux;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which process holds a socket: the links in /proc/PID/fd name its inode (proc(5)). Walking them is
 * what costs, so answers are kept, and processes are looked through again only for an inode that is
 * unknown, once a {@link #refresh}. Other users' processes show their descriptors to root and to
 * CAP_SYS_PTRACE alone. Not thread-safe.
 */
public final class Processes {
    /**
     * One process.
     *
     * @param name the kernel's name of its main thread, at most 15 characters
     * @param container the last part of its control group where that looks like a container's or a
     *     unit's name; empty else
     */
    public record Owner(long pid, String name, String container) {
        @Override
        public String toString() {
            return name + "[" + pid + "]" + (container.isEmpty() ? "" : " in " + container);
        }
    }

    private static final String SOCKET = "socket:[";
    private static final int MOST_REMEMBERED = 200_000;

    private final Path proc;
    private final Map<Long, Owner> byInode = new HashMap<>();
    private final Set<Long> unknown = new HashSet<>();
    private boolean searched;
    private int unseen;

    public Processes() {
        this(Path.of("/proc"));
    }

    Processes(Path proc) {
        this.proc = proc;
    }

    /** Lets the next unknown inode be searched for. */
    public void refresh() {
        searched = false;
        if (byInode.size() > MOST_REMEMBERED) {
            byInode.clear();
        }
        unknown.clear();
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
        if (owner == null && !searched) {
            search();
            owner = byInode.get(inode);
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
        } catch (IOException e) {
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
        } catch (IOException e) {
            if (Files.exists(process)) {
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
                line(process.resolve("comm")),
                container(line(process.resolve("cgroup"))));
    }

    private static String line(Path file) {
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * {@code 0::/system.slice/docker-4f0c….scope} names a container, {@code …/nginx.service} a
     * unit.
     */
    private static String container(String group) {
        String name = group.substring(group.lastIndexOf('/') + 1);
        return name.endsWith(".scope") || name.endsWith(".service") || name.length() == 64
                ? name
                : "";
    }
}
