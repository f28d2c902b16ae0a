package dev.linger.capture.flow;

/**
 * The TLS records of one direction, as far as they can be read without keys (RFC 8446, section 5.1;
 * RFC 5246, section 6.2): types, lengths and the alerts before encryption.
 */
final class TlsRecords {
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;

    private static final int HEADER_BYTES = 5;
    private static final int NEWEST_MINOR = 4;

    /** Ciphertext of a record (RFC 5246, section 6.2.3). */
    private static final int MOST_BYTES = (1 << 14) + 2048;

    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_HELLO = 2;

    /** Type and length of a handshake message (RFC 8446, section 4). */
    private static final int MESSAGE_HEADER_BYTES = 4;

    /** TLS 1.3 hides an alert in a record of two bytes, its type and a tag of 16 bytes. */
    private static final int HIDDEN_ALERT_BYTES = 19;

    /** The JDK pads each record of TLS 1.3 with 16 bytes. */
    private static final int PADDED_ALERT_BYTES = 35;

    private int headerBytes;
    private int type;
    private int length;
    private int bodyBytes;
    private boolean encrypted;
    private boolean outOfStep;
    private boolean lost;
    private boolean begun;

    private boolean helloAnswered;
    private boolean finished;
    private int dataRecords;
    private int alerts;
    private boolean endsByAlert;
    private boolean readData;
    private int alertCode = -1;

    /** Whether these bytes begin like a TLS handshake record. */
    static boolean looksLike(byte[] bytes, int from, int to) {
        return from < to && bytes[from] == HANDSHAKE && (to - from < 2 || bytes[from + 1] == 3);
    }

    /** Whether these bytes begin like a record of application data, as seen in mid connection. */
    static boolean looksLikeData(byte[] bytes, int from, int to) {
        return from < to && bytes[from] == APPLICATION_DATA && looksLikeRecord(bytes, from, to);
    }

    private static boolean looksLikeRecord(byte[] bytes, int from, int to) {
        if (to - from < HEADER_BYTES
                || bytes[from] < CHANGE_CIPHER_SPEC
                || bytes[from] > APPLICATION_DATA
                || bytes[from + 1] != 3) {
            return false;
        }
        int length = (bytes[from + 3] & 0xff) << 8 | (bytes[from + 4] & 0xff);
        return bytes[from + 2] >= 0
                && bytes[from + 2] <= NEWEST_MINOR
                && length > 0
                && length <= MOST_BYTES;
    }

    void read(byte[] bytes, int from, int to) {
        readData = false;
        begun = true;
        if (lost && outOfStep && looksLikeRecord(bytes, from, to)) {
            outOfStep = false; // what is written together mostly begins with a record
            headerBytes = 0;
        }
        for (int at = from; at < to && !outOfStep; ) {
            if (headerBytes < HEADER_BYTES) {
                header(bytes[at++] & 0xff);
            } else {
                int taken = Math.min(to - at, length - bodyBytes);
                body(bytes, at, taken);
                readData |= !endsByAlert;
                at += taken;
                skip(taken);
            }
        }
    }

    void missing(long bytes) {
        begun = true;
        if (headerBytes == HEADER_BYTES && bytes <= length - bodyBytes) {
            skip((int) bytes);
        } else {
            outOfStep = true;
            lost = true;
            endsByAlert = false;
        }
    }

    /** Whether no byte of this direction was there yet. */
    boolean isUnbegun() {
        return !begun;
    }

    /** Whether the headers of records are not in the capture. */
    boolean hasLost() {
        return lost;
    }

    private void header(int octet) {
        switch (headerBytes++) {
            case 0 -> type = octet;
            case 3 -> length = octet << 8;
            case 4 -> {
                length |= octet;
                bodyBytes = 0;
                outOfStep = type < CHANGE_CIPHER_SPEC || type > APPLICATION_DATA;
                boolean hiddenAlert =
                        type == APPLICATION_DATA
                                && (length == HIDDEN_ALERT_BYTES || length == PADDED_ALERT_BYTES);
                dataRecords += type == APPLICATION_DATA && !hiddenAlert ? 1 : 0;
                endsByAlert = type == ALERT || hiddenAlert;
                alerts += endsByAlert ? 1 : 0;
                if (length == 0) {
                    headerBytes = 0;
                }
            }
            default -> {}
        }
    }

    private void body(byte[] bytes, int at, int taken) {
        if (bodyBytes == 0 && type == HANDSHAKE && taken > 0) {
            // After a HelloRetryRequest, too, which a ChangeCipherSpec follows (RFC 8446, D.4).
            encrypted &= !isHello(bytes, at, taken);
            helloAnswered |= !encrypted && bytes[at] == SERVER_HELLO;
            finished |= encrypted;
        }
        boolean readable = type == ALERT && length == 2 && !encrypted;
        if (readable && alertCode < 0 && bodyBytes + taken == 2) {
            alertCode = bytes[at + taken - 1] & 0xff;
        }
    }

    /** Whether the record is a plain ClientHello or ServerHello, by its type and its length. */
    private boolean isHello(byte[] bytes, int at, int taken) {
        return (bytes[at] == CLIENT_HELLO || bytes[at] == SERVER_HELLO)
                && taken >= MESSAGE_HEADER_BYTES
                && bytes[at + 1] == 0
                && ((bytes[at + 2] & 0xff) << 8 | (bytes[at + 3] & 0xff))
                        == length - MESSAGE_HEADER_BYTES;
    }

    private void skip(int taken) {
        bodyBytes += taken;
        if (bodyBytes == length) {
            headerBytes = 0;
            encrypted |= type == CHANGE_CIPHER_SPEC;
        }
    }

    boolean hasServerHello() {
        return helloAnswered;
    }

    /** Whether its Finished came (RFC 5246, section 7.4.9); that of TLS 1.3 looks like data. */
    boolean hasFinished() {
        return finished;
    }

    /**
     * Records so far of application data, or that look so; those as short as an alert do not count.
     */
    int dataRecords() {
        return dataRecords;
    }

    /** Whether the last record is an alert, or as short as one: before data it was none. */
    boolean endsByAlert() {
        return endsByAlert;
    }

    /** Whether some of what was read last is of records that are no alert. */
    boolean hasReadData() {
        return readData;
    }

    /** Records so far that are alerts, or as short as one. */
    int alerts() {
        return alerts;
    }

    /** Description of the first readable alert (RFC 8446, section 6); -1 where it is encrypted. */
    int alertCode() {
        return alertCode;
    }
}
