package dev.linger.linux;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which process holds a socket: the links in /proc/PID/fd name its inode (proc(5)). Reading them is
 * what costs, so answers are kept, for some time that nobody was found too; of each process the
 * first {@value #FIRST} are read before the rest of any, for there listeners are; and the search
 * ends when all are found. Other users' processes show their descriptors to root and to
 * CAP_SYS_PTRACE alone. Not thread-safe.
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
    private static final int FIRST = 128;

    /** After so many searches who was not found is sought again: it may have been passed over. */
    private static final int FORGETS = 30;

    /** {@code docker-4f0c….scope}, {@code cri-containerd-4f0c….scope}, {@code 4f0c…}. */
    private static final Pattern CONTAINER =
            Pattern.compile("(?:^|[^0-9a-f])([0-9a-f]{12})[0-9a-f]{52}(?:\\.scope)?$");

    private final Path proc;
    private final Map<Long, Owner> byInode = new HashMap<>();
    private final Set<Long> foundNobody = new HashSet<>();
    private int seeks;
    private int unseen;
    private int unowned;

    public Processes() {
        this(Path.of("/proc"));
    }

    /**
     * @param proc to take for /proc
     */
    public Processes(Path proc) {
        this.proc = proc;
    }

    /**
     * Finds who holds these sockets, and forgets all others.
     *
     * @param inodes 0 belongs to nobody, and is passed over
     */
    public void seek(Collection<Long> inodes) {
        Set<Long> asked = new HashSet<>(inodes);
        asked.remove(0L);
        forgetAllBut(asked);
        Set<Long> sought = new HashSet<>(asked);
        sought.removeAll(byInode.keySet());
        sought.removeAll(foundNobody);
        if (!sought.isEmpty()) {
            search(sought);
            foundNobody.addAll(sought);
        }
        unowned = foundNobody.size();
        unseen = unowned == 0 ? 0 : unseen;
    }

    private void forgetAllBut(Set<Long> asked) {
        byInode.keySet().retainAll(asked);
        foundNobody.retainAll(++seeks % FORGETS == 0 ? Set.of() : asked);
        Map<Long, Boolean> isRunning = new HashMap<>();
        byInode.values()
                .removeIf(owner ->
                        !isRunning.computeIfAbsent(
                                owner.pid(), pid -> Files.exists(proc.resolve("" + pid))));
    }

    /**
     * The process that holds a socket that was sought, one of them where several do; empty where it
     * cannot be seen.
     */
    public Optional<Owner> of(long inode) {
        return Optional.ofNullable(byInode.get(inode));
    }

    /** Of the sockets sought last, those whose process cannot be seen from here. */
    public int unowned() {
        return unowned;
    }

    /**
     * Processes that hide their descriptors, where some socket's process cannot be seen; else 0.
     */
    public int unseen() {
        return unseen;
    }

    private void search(Set<Long> sought) {
        unseen = 0;
        List<Path> large = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                if (sought.isEmpty()) {
                    return;
                }
                if (search(process, FIRST, sought)) {
                    large.add(process);
                }
            }
        } catch (IOException | DirectoryIteratorException _) {
            return; // Without /proc nobody is named; the sockets are told all the same.
        }
        for (Path process : large) {
            if (!sought.isEmpty()) {
                // From the beginning, for descriptors come and go.
                search(process, Integer.MAX_VALUE, sought);
            }
        }
    }

    /** Reads so many descriptors, and returns whether there are more. */
    private boolean search(Path process, int most, Set<Long> sought) {
        Owner owner = null;
        int at = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (at++ == most) {
                    return true;
                }
                long inode = inode(descriptor);
                if (inode > 0 && sought.remove(inode)) {
                    owner = owner == null ? owner(process) : owner;
                    byInode.put(inode, owner);
                }
            }
        } catch (IOException | DirectoryIteratorException _) {
            // A thread of the kernel has no command line, and no sockets to hide.
            if (!read(process.resolve("cmdline")).isEmpty()) {
                unseen++;
            }
        }
        return false;
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
     * {@code 0::/system.slice/docker-4f0c….scope} names a container, with groups of its own below
     * it or without; {@code …/nginx.service} a unit (cgroups(7)). Of several hierarchies the first
     * that names one counts.
     */
    static String container(String groups) {
        String unit = "";
        for (String group : groups.split("\n", -1)) {
            List<String> names = List.of(group.split("/", -1));
            for (String name : names.reversed()) {
                Matcher container = CONTAINER.matcher(name);
                if (container.find()) {
                    return container.group(1);
                }
            }
            String last = names.getLast();
            unit = unit.isEmpty() && last.endsWith(".service") ? last : unit;
        }
        return unit;
    }
}
