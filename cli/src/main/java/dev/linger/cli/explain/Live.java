package dev.linger.cli.explain;

import dev.linger.cli.Asked;
import dev.linger.cli.Flag;
import dev.linger.cli.Refusal;
import dev.linger.cli.TypedTime;
import dev.linger.life.Wording;
import dev.linger.linux.PacketFilter;
import dev.linger.linux.PacketRing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for of live packets.
 *
 * @param interfaceName {@link PacketRing#ANY}: all of them
 * @param filter in the kernel
 * @param durationNanos 0: until somebody ends it
 * @param ringBlocks of {@link PacketRing#BLOCK_BYTES}
 * @param save the file that is to keep the packets; null: none
 * @param line that was typed
 */
record Live(
        String interfaceName,
        PacketFilter filter,
        long durationNanos,
        int ringBlocks,
        @Nullable String save,
        String line) {
    private static final String USUAL_RING = "64";
    private static final int LARGEST_RING = 2047;

    private static final List<Flag> OURS =
            List.of(Flag.INTERFACE, Flag.DURATION, Flag.HEADS_ONLY, Flag.SAVE, Flag.RING);

    /** Null where files are asked for. */
    static @Nullable Live of(Asked asked) {
        if (!asked.has(Flag.LIVE)) {
            refuseWithoutLive(asked);
            return null;
        }
        if (!asked.arguments().isEmpty()) {
            throw new Refusal(
                    "--live explains the packets that pass now, and "
                            + Wording.printable(asked.arguments().getFirst())
                            + " is a file; ask for one of them at a time");
        }
        PacketFilter filter =
                new PacketFilter(Filter.of(asked).ports(), asked.has(Flag.HEADS_ONLY));
        if (!filter.fits()) {
            throw new Refusal("--port: so many ports are more than the kernel's filter takes");
        }
        String name = asked.value(Flag.INTERFACE);
        String duration = asked.value(Flag.DURATION);
        String ring = asked.value(Flag.RING);
        return new Live(
                name == null ? PacketRing.ANY : name,
                filter,
                duration == null ? 0 : TypedTime.parse(Flag.DURATION, duration).toNanos(),
                (int) Asked.number(Flag.RING, ring == null ? USUAL_RING : ring, 2, LARGEST_RING),
                asked.value(Flag.SAVE),
                asked.line());
    }

    private static void refuseWithoutLive(Asked asked) {
        for (Flag flag : OURS) {
            if (asked.has(flag) && !(flag == Flag.DURATION && asked.has(Flag.KERNEL))) {
                throw new Refusal(
                        "--"
                                + flag.word()
                                + " is for live packets; say --live, too"
                                + (flag == Flag.DURATION ? ", or --kernel" : ""));
            }
        }
    }

    /** How to see one connection in full: what has passed cannot be read again. */
    String toDraw() {
        return save == null
                ? "--save FILE.pcapng keeps the packets, to draw one"
                : "linger explain " + Asked.typed(save) + " --connection N draws one";
    }

    /** The sentence for somebody who may not see packets, with commands that may. */
    String lackingPermission() {
        String user = System.getProperty("user.name");
        String needs = "live packets need the capability CAP_NET_RAW, which the user " + user;
        if (user.equals("root")) {
            return needs
                    + " does not have here; a container gets it by docker run --cap-add=NET_RAW";
        }
        return needs
                + " does not have (--kernel instead of --live shows who closed first without it);"
                + " with one of these commands you have it, with the second one"
                + " nothing but that:\n  sudo ./linger "
                + line
                + "\n  sudo setpriv --reuid=$(id -u) --regid=$(id -g) --init-groups"
                + " --inh-caps=+net_raw --ambient-caps=+net_raw ./linger "
                + line;
    }
}
