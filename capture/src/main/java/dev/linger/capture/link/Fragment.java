package dev.linger.capture.link;

/**
 * A piece of a datagram.
 *
 * @param bytes hold it from {@code from} (inclusive) to {@code to} (exclusive)
 * @param offset where in the datagram it belongs, in bytes: a multiple of 8
 * @param length bytes on the wire; more than {@code to - from} where it was cut
 * @param last whether nothing follows it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Fragment(byte[] bytes, int from, int to, int offset, int length, boolean last) {}
