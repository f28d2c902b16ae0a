package dev.linger.linux;

import dev.linger.linux.BpfProgram.Label;
import java.util.Set;

/**
 * Which packets the kernel hands over, and how much of each: TCP over IPv4 and IPv6. What is seen
 * begins at the network layer, so the same program fits every kind of interface.
 *
 * @param ports of either end; none: any
 * @param headsOnly whether bodies are left out
 */
public record PacketFilter(Set<Integer> ports, boolean headsOnly) {
    /** More than a packet can have. */
    public static final int WHOLE = 1 << 20;

    /** Of the payload of a packet in which a message may begin. */
    public static final int HEAD_BYTES = 4096;

    /** Of the payload of another packet. */
    public static final int BODY_BYTES = 512;

    private static final int ETHERTYPE_VLAN = 0x8100;
    private static final int ETHERTYPE_PROVIDER_VLAN = 0x88a8;
    private static final int VLAN_TAG_BYTES = 4;

    private static final int LOOPBACK = 772; // ARPHRD_LOOPBACK
    private static final int OUTGOING = 4; // PACKET_OUTGOING

    private static final int TCP = 6;
    private static final int IPV6_HEADER_BYTES = 40;
    private static final int[] IPV6_EXTENSIONS = {0, 43, 44, 51, 60, 135};

    private static final int FIN_SYN_RST = 0x07;

    public PacketFilter {
        ports = Set.copyOf(ports);
    }

    /** Drops everything. */
    static BpfProgram nothing() {
        return new BpfProgram().keep(0);
    }

    /** Whether the kernel takes a program for so many ports. */
    public boolean fits() {
        return !program().isTooLong();
    }

    BpfProgram program() {
        BpfProgram program = new BpfProgram();
        Label drop = new Label();
        Label whole = new Label();
        Label asked = new Label();
        onceFromLoopback(program, drop);
        passTag(program);
        passNetworkHeader(program, whole, drop);
        comparePorts(program, asked, drop);
        program.place(asked);
        if (headsOnly) {
            keepHeads(program, whole);
        }
        program.place(whole).keep(WHOLE);
        return program.place(drop).keep(0);
    }

    /** A packet on loopback is seen when it is sent and when it is received. */
    private static void onceFromLoopback(BpfProgram program, Label drop) {
        Label loopback = new Label();
        Label other = new Label();
        program.loadKnown(BpfProgram.HARDWARE_TYPE).ifEqual(LOOPBACK, loopback).jump(other);
        program.place(loopback).loadKnown(BpfProgram.PACKET_TYPE).ifEqual(OUTGOING, drop);
        program.place(other);
    }

    /**
     * Sets X to the place of the IP header. Of a received packet the kernel has taken the outer
     * VLAN tag, so one that is left lies before it; of a sent one it mostly shows what follows the
     * tag.
     */
    private static void passTag(BpfProgram program) {
        Label tagged = new Label();
        Label sent = new Label();
        Label left = new Label();
        Label ip = new Label();
        program.setX(0).loadKnown(BpfProgram.PROTOCOL);
        program.ifEqual(ETHERTYPE_VLAN, tagged).ifEqual(ETHERTYPE_PROVIDER_VLAN, tagged).jump(ip);
        program.place(tagged).loadKnown(BpfProgram.PACKET_TYPE).ifEqual(OUTGOING, sent).jump(left);
        program.place(sent).loadByte(0).calculate(BpfProgram.SHIFT_RIGHT, 4);
        program.ifEqual(4, ip).ifEqual(6, ip);
        program.place(left).setX(VLAN_TAG_BYTES).place(ip);
    }

    /**
     * Moves X on to the TCP header. What has its ports elsewhere is kept whole: later fragments,
     * and packets with extension headers that may lead to TCP.
     */
    private static void passNetworkHeader(BpfProgram program, Label whole, Label drop) {
        Label version4 = new Label();
        Label version6 = new Label();
        Label tcp4 = new Label();
        Label tcp6 = new Label();
        Label tcp = new Label();
        program.loadByte(0).calculate(BpfProgram.SHIFT_RIGHT, 4);
        program.ifEqual(4, version4).ifEqual(6, version6).jump(drop);
        program.place(version4).loadByte(9).ifEqual(TCP, tcp4).jump(drop);
        program.place(tcp4).loadHalf(6).ifAnyBit(0x1fff, whole);
        program.loadByte(0).calculate(BpfProgram.AND, 0x0f);
        program.calculate(BpfProgram.SHIFT_LEFT, 2).addX().copyToX().jump(tcp);
        program.place(version6).loadByte(6).ifEqual(TCP, tcp6);
        Label extended = new Label();
        ifExtension(program, extended);
        program.jump(drop);
        program.place(extended).loadByte(IPV6_HEADER_BYTES).ifEqual(TCP, whole);
        ifExtension(program, whole);
        program.jump(drop);
        program.place(tcp6).copyFromX().calculate(BpfProgram.ADD, IPV6_HEADER_BYTES).copyToX();
        program.place(tcp);
    }

    private static void ifExtension(BpfProgram program, Label label) {
        for (int extension : IPV6_EXTENSIONS) {
            program.ifEqual(extension, label);
        }
    }

    private void comparePorts(BpfProgram program, Label asked, Label drop) {
        if (ports.isEmpty()) {
            return;
        }
        for (int at : new int[] {0, 2}) {
            program.loadHalf(at);
            ports.forEach(port -> program.ifEqual(port, asked));
        }
        program.jump(drop);
    }

    /** Every request and response of HTTP/1.1 begins with a capital letter, bodies seldom do. */
    private static void keepHeads(BpfProgram program, Label whole) {
        Label payload = new Label();
        Label body = new Label();
        Label notBefore = new Label();
        program.loadByte(13).ifAnyBit(FIN_SYN_RST, whole);
        program.loadByte(12).calculate(BpfProgram.SHIFT_RIGHT, 4);
        program.calculate(BpfProgram.SHIFT_LEFT, 2).addX().copyToX();
        program.loadLength().ifGreaterThanX(payload).jump(whole);
        program.place(payload).loadByte(0).ifGreater('Z', body);
        program.ifGreater('A' - 1, notBefore).jump(body);
        program.place(notBefore).copyFromX().calculate(BpfProgram.ADD, HEAD_BYTES);
        program.keepAsCalculated();
        program.place(body).copyFromX().calculate(BpfProgram.ADD, BODY_BYTES).keepAsCalculated();
    }
}
