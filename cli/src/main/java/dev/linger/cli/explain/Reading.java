package dev.linger.cli.explain;

import dev.linger.capture.file.BadCaptureException;
import dev.linger.capture.file.CaptureReader;
import dev.linger.capture.file.Packet;
import dev.linger.capture.flow.Flows;
import dev.linger.cli.Asked;
import dev.linger.cli.Progress;
import dev.linger.cli.Terminal;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.Traffic;
import dev.linger.diagnosis.verdict.IdleTimeout;
import dev.linger.life.ConnectionLife;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads captures one after the other into the flows. A capture that cannot be read is reported and
 * the next one is read; packet numbers run on over all of them. Not thread-safe.
 */
public final class Reading {
    /** How often the progress is looked at, in packets: a power of two. */
    private static final int STRIDE = 1 << 14;

    /** Nobody captures for longer: the time of some packets is wrong. */
    private static final long A_YEAR_NANOS = 366L * 86_400 * 1_000_000_000;

    private final Flows flows;
    private final Progress progress;
    private final PrintStream err;
    private final List<String> read = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final Packet packet = new Packet();
    private boolean isPartial;
    private boolean lacksFile;
    private long packets;
    private long bytes;
    private long earliest = Long.MAX_VALUE;
    private long latest = Long.MIN_VALUE;
    private long before;
    private long clockJumps;
    private long cutOff;
    private int cutOffAt;

    /** How long the kernel was listened to; 0 where packets are read. */
    private long listenedNanos;

    public Reading(Flows flows, Terminal terminal) {
        this.flows = flows;
        progress = new Progress(terminal);
        err = terminal.err();
    }

    /** Reads each of these; {@link Asked#STANDARD_INPUT} is the standard input. */
    public void readAll(List<String> files, StandardInput input) {
        try {
            for (String file : files) {
                read(file, input);
            }
        } finally {
            progress.erase();
        }
        flows.finish();
    }

    private void read(String file, StandardInput input) {
        try (CaptureReader reader =
                file.equals(Asked.STANDARD_INPUT)
                        ? CaptureReader.of(input.open(), "standard input")
                        : CaptureReader.open(Path.of(file))) {
            read.add(file);
            // Where connections are printed as they come, a progress line would be among them.
            readPackets(reader, !file.equals(Asked.STANDARD_INPUT));
            bytes += reader.bytesRead();
            complaints.addAll(reader.complaints());
            isPartial |= reader.isBroken();
        } catch (BadCaptureException | InvalidPathException e) {
            progress.erase();
            err.println("linger: " + e.getMessage());
            isPartial = true;
            lacksFile = true;
        }
    }

    private void readPackets(CaptureReader reader, boolean showsProgress) {
        long start = packets;
        while (reader.next(packet)) {
            take(packet);
            if (showsProgress && (packets & (STRIDE - 1)) == 0) {
                progress.at(reader.bytesRead(), reader.sizeInBytes(), packets - start);
            }
        }
    }

    private void take(Packet next) {
        packets++;
        if (packets > 1 && Math.abs(next.atNanos - before) > A_YEAR_NANOS) {
            clockJumps++;
        }
        before = next.atNanos;
        int captured = next.to - next.from;
        if (captured < next.wireLength) {
            cutOff++;
            cutOffAt = Math.max(cutOffAt, captured);
        }
        earliest = Math.min(earliest, next.atNanos);
        latest = Math.max(latest, next.atNanos);
        flows.packet(next);
    }

    /** Reads what passes, to its end. */
    void listen(Listening listening) {
        listening.readAll(this::take, flows::opened);
        flows.finish();
        read.add(listening.name());
        bytes += listening.bytes();
        complaints.addAll(listening.complaints());
        isPartial |= listening.isPartial();
    }

    /** Has the kernel tell what ends, to the end of listening. */
    void listen(KernelListening listening, Consumer<ConnectionLife> taker, boolean showsProgress) {
        listening.readAll(taker, showsProgress ? progress : null);
        listenedNanos = listening.passedNanos();
        read.add(listening.name());
        complaints.addAll(listening.complaints());
        isPartial |= listening.isPartial();
    }

    /** What was noticed by others, if anything was read at all. */
    void complainOf(List<String> doubts) {
        if (packets > 0 || listenedNanos > 0) {
            complaints.addAll(doubts);
        }
    }

    /** Tells these connections when watching stopped, where that is known. */
    void end(Traffic traffic) {
        if (packets > 0 && clockJumps == 0) {
            traffic.watchedUntil(latest);
        }
    }

    /** Whether a capture could not be read, or not to its end. */
    boolean isPartial() {
        return isPartial;
    }

    /** Whether a file is no capture, or is not there. */
    boolean lacksFile() {
        return lacksFile;
    }

    /** Whether nothing at all could be read: no file, or no packet of one that is broken. */
    boolean isVain() {
        return packets == 0 && listenedNanos == 0 && (read.isEmpty() || !complaints.isEmpty());
    }

    /**
     * What was read, and what the others found in it.
     *
     * @param connections found
     * @param traffic those that were asked for
     */
    Outcome outcome(
            long connections,
            Traffic traffic,
            List<IdleTimeout> idleTimeouts,
            List<Finding> findings) {
        return new Outcome(
                List.copyOf(read),
                listenedNanos > 0 ? -1 : packets,
                bytes,
                connections,
                packets == 0 ? listenedNanos : latest - earliest,
                List.copyOf(complaints),
                flows.counts(),
                new Defects(clockJumps, cutOff, cutOffAt),
                idleTimeouts,
                traffic,
                findings);
    }
}
