package dev.linger.capture.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes packets of one interface as pcapng, in nanoseconds (draft-ietf-opsawg-pcapng, sections 4.1
 * to 4.6). Not thread-safe.
 */
public final class PcapngWriter implements Closeable {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int SECTION = 0x0a0d0d0a;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final int INTERFACE = 1;
    private static final int STATISTICS = 5;
    private static final int PACKET = 6;

    private static final int APPLICATION = 4; // shb_userappl
    private static final int NAME = 2; // if_name
    private static final int RESOLUTION = 9; // if_tsresol
    private static final int RECEIVED = 4; // isb_ifrecv
    private static final int DROPPED_BY_SYSTEM = 7; // isb_osdrop

    private final OutputStream out;
    private byte[] block = new byte[512];
    private int at;
    private long lastNanos;

    /**
     * Begins the file.
     *
     * @param out closed with this
     * @param interfaceName of the interface, for whoever reads it
     * @param linkType LINKTYPE number of all packets
     */
    public PcapngWriter(OutputStream out, String interfaceName, int linkType) throws IOException {
        this.out = out;
        begin(SECTION);
        integer(BYTE_ORDER_MAGIC);
        shorts(1, 0); // the version
        integer(-1); // the section's length is not known
        integer(-1);
        text(APPLICATION, "linger");
        end();
        begin(INTERFACE);
        shorts(linkType, 0);
        integer(0); // no limit
        text(NAME, interfaceName);
        shorts(RESOLUTION, 1);
        integer(9); // units of 10^-9 s
        end();
    }

    /** Adds a packet as it is in the view. */
    public void write(Packet packet) throws IOException {
        int length = packet.to - packet.from;
        lastNanos = packet.atNanos;
        begin(PACKET);
        integer(0); // of the first interface
        integer((int) (packet.atNanos >>> 32));
        integer((int) packet.atNanos);
        integer(length);
        integer(packet.wireLength);
        bytes(packet.bytes, packet.from, length);
        closeBlock();
    }

    /** Ends the file with how many packets there were and how many of them are missing. */
    public void finish(long received, long dropped) throws IOException {
        begin(STATISTICS);
        integer(0);
        integer((int) (lastNanos >>> 32));
        integer((int) lastNanos);
        longOption(RECEIVED, received);
        longOption(DROPPED_BY_SYSTEM, dropped);
        end();
    }

    private void begin(int type) {
        at = 0;
        integer(type);
        integer(0); // its length, when that is known
    }

    /** After options. */
    private void end() throws IOException {
        integer(0);
        closeBlock();
    }

    private void closeBlock() throws IOException {
        INT.set(block, 4, at + 4);
        integer(at + 4);
        out.write(block, 0, at);
    }

    private void integer(int value) {
        INT.set(block, at, value);
        at += 4;
    }

    private void shorts(int first, int second) {
        SHORT.set(block, at, (short) first);
        SHORT.set(block, at + 2, (short) second);
        at += 4;
    }

    private void text(int option, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        shorts(option, utf8.length);
        bytes(utf8, 0, utf8.length);
    }

    private void longOption(int option, long value) {
        shorts(option, 8);
        integer((int) value);
        integer((int) (value >>> 32));
    }

    /** Filled up to a multiple of four, with room for what follows them. */
    private void bytes(byte[] from, int first, int length) {
        int padded = (length + 3) & ~3;
        if (block.length < at + padded + 64) {
            byte[] larger = new byte[2 * (at + padded) + 64];
            System.arraycopy(block, 0, larger, 0, at);
            block = larger;
        }
        System.arraycopy(from, first, block, at, length);
        Arrays.fill(block, at + length, at + padded, (byte) 0);
        at += padded;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
