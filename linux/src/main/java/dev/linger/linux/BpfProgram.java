package dev.linger.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of the classic packet filter (linux/filter.h), written from its first instruction to
 * its last. All jumps go forward, as the kernel demands; a jump over any distance is made of a
 * conditional one, which reaches 255 instructions, and an unconditional one.
 */
final class BpfProgram {
    /** A place further down. */
    static final class Label {
        private int at = -1;
    }

    private record Instruction(int code, int jumpIfTrue, int jumpIfFalse, int operand) {}

    private record Jump(int from, Label to) {}

    private static final int LOAD = 0x00;
    private static final int LOAD_X = 0x01;
    private static final int ALU = 0x04;
    private static final int JUMP = 0x05;
    private static final int RETURN = 0x06;
    private static final int COPY = 0x07;

    private static final int HALF = 0x08;
    private static final int BYTE = 0x10;
    private static final int ABSOLUTE = 0x20;
    private static final int FROM_X = 0x40;
    private static final int LENGTH = 0x80;
    private static final int BY_X = 0x08;
    private static final int ACCUMULATOR = 0x10;
    private static final int TO_A = 0x80;

    /** Loads from here on are of what the kernel knows of the packet (SKF_AD_OFF). */
    private static final int ANCILLARY = -0x1000;

    static final int PROTOCOL = ANCILLARY;
    static final int PACKET_TYPE = ANCILLARY + 4;
    static final int HARDWARE_TYPE = ANCILLARY + 28;

    static final int ADD = 0x00;
    static final int AND = 0x50;
    static final int SHIFT_LEFT = 0x60;
    static final int SHIFT_RIGHT = 0x70;

    private static final int EQUAL = 0x10;
    private static final int GREATER = 0x20;
    private static final int ANY_BIT = 0x40;

    private static final int INSTRUCTION_BYTES = 8;
    private static final int MOST_INSTRUCTIONS = 4096;

    private final List<Instruction> instructions = new ArrayList<>();
    private final List<Jump> jumps = new ArrayList<>();

    private BpfProgram add(int code, int operand) {
        instructions.add(new Instruction(code, 0, 0, operand));
        return this;
    }

    BpfProgram loadByte(int fromX) {
        return add(LOAD | BYTE | FROM_X, fromX);
    }

    BpfProgram loadHalf(int fromX) {
        return add(LOAD | HALF | FROM_X, fromX);
    }

    BpfProgram loadKnown(int what) {
        return add(LOAD | ABSOLUTE, what);
    }

    BpfProgram loadLength() {
        return add(LOAD | LENGTH, 0);
    }

    BpfProgram setX(int value) {
        return add(LOAD_X, value);
    }

    BpfProgram calculate(int operation, int value) {
        return add(ALU | operation, value);
    }

    BpfProgram addX() {
        return add(ALU | ADD | BY_X, 0);
    }

    BpfProgram copyToX() {
        return add(COPY, 0);
    }

    BpfProgram copyFromX() {
        return add(COPY | TO_A, 0);
    }

    BpfProgram ifEqual(int value, Label label) {
        return jumpIf(EQUAL, value, label);
    }

    BpfProgram ifAnyBit(int bits, Label label) {
        return jumpIf(ANY_BIT, bits, label);
    }

    BpfProgram ifGreater(int value, Label label) {
        return jumpIf(GREATER, value, label);
    }

    BpfProgram ifGreaterThanX(Label label) {
        return jumpIf(GREATER | BY_X, 0, label);
    }

    private BpfProgram jumpIf(int condition, int value, Label label) {
        instructions.add(new Instruction(JUMP | condition, 0, 1, value));
        return jump(label);
    }

    BpfProgram jump(Label label) {
        jumps.add(new Jump(instructions.size(), label));
        return add(JUMP, 0);
    }

    BpfProgram place(Label label) {
        label.at = instructions.size();
        return this;
    }

    /** So many bytes of the packet are kept; 0: it is dropped. */
    BpfProgram keep(int bytes) {
        return add(RETURN, bytes);
    }

    BpfProgram keepAsCalculated() {
        return add(RETURN | ACCUMULATOR, 0);
    }

    boolean isTooLong() {
        return instructions.size() > MOST_INSTRUCTIONS;
    }

    /** As struct sock_fprog. */
    MemorySegment in(Arena arena) {
        for (Jump jump : jumps) {
            int over = jump.to.at - jump.from - 1;
            instructions.set(jump.from, new Instruction(JUMP, 0, 0, over));
        }
        jumps.clear();
        MemorySegment code = arena.allocate((long) instructions.size() * INSTRUCTION_BYTES, 8);
        long at = 0;
        for (Instruction each : instructions) {
            code.set(ValueLayout.JAVA_SHORT, at, (short) each.code);
            code.set(ValueLayout.JAVA_BYTE, at + 2, (byte) each.jumpIfTrue);
            code.set(ValueLayout.JAVA_BYTE, at + 3, (byte) each.jumpIfFalse);
            code.set(ValueLayout.JAVA_INT, at + 4, each.operand);
            at += INSTRUCTION_BYTES;
        }
        MemorySegment program = arena.allocate(16, 8);
        program.set(ValueLayout.JAVA_SHORT, 0, (short) instructions.size());
        program.set(ValueLayout.ADDRESS, 8, code);
        return program;
    }
}
