package dev.linger.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** What the fields of a head in writing declare about its body (RFC 9112, section 6). */
final class WrittenFraming {
    private boolean request;
    private int status;
    private boolean host;
    private boolean chunked;
    private long declared = -1;
    private long written;

    void beginRequest() {
        begin();
        request = true;
    }

    void beginResponse(int status) {
        begin();
        request = false;
        this.status = status;
    }

    private void begin() {
        host = false;
        chunked = false;
        declared = -1;
        written = 0;
    }

    boolean isChunked() {
        return chunked;
    }

    void field(String name, String value) {
        if (name.equalsIgnoreCase("Content-Length")) {
            contentLength(value);
        } else if (name.equalsIgnoreCase("Transfer-Encoding")) {
            transferEncoding(value);
        } else if (request && name.equalsIgnoreCase("Host")) {
            if (host) {
                throw refused("Host is written twice", "RFC 9112, section 3.2");
            }
            host = true;
        }
    }

    private void contentLength(String value) {
        byte[] digits = value.getBytes(ISO_8859_1);
        long length = ListElements.number(digits, 0, digits.length);
        if (length < 0) {
            throw refused(
                    "Content-Length \"" + value + "\" is not a number of bytes",
                    "RFC 9110, section 8.6");
        }
        contentLength(length);
    }

    void contentLength(long length) {
        checkMayHaveBody("Content-Length", "RFC 9110, section 8.6");
        if (declared >= 0 || chunked) {
            throw refused(
                    "Content-Length \"" + length + "\" comes after another framing field",
                    "RFC 9112, section 6.2");
        }
        if (length < 0) {
            throw refused(
                    "Content-Length \"" + length + "\" is not a number of bytes",
                    "RFC 9110, section 8.6");
        }
        declared = length;
    }

    private void transferEncoding(String value) {
        checkMayHaveBody("Transfer-Encoding", "RFC 9112, section 6.1");
        if (declared >= 0 || chunked) {
            throw refused(
                    "Transfer-Encoding \"" + value + "\" comes after another framing field",
                    "RFC 9112, section 6.1");
        }
        if (!value.equalsIgnoreCase("chunked")) {
            throw refused(
                    "Transfer-Encoding \"" + value + "\" is not chunked, the one that is written",
                    "RFC 9112, section 6.1");
        }
        chunked = true;
    }

    private void checkMayHaveBody(String name, String section) {
        if (!request && (status < 200 || status == 204)) {
            throw refused("a response with status " + status + " has no " + name, section);
        }
    }

    void endHead() {
        if (request && !host) {
            throw refused("the request has no Host", "RFC 9112, section 3.2");
        }
    }

    void body(long count) {
        if (declared >= 0 && count > declared - written) {
            throw refused(
                    "body of "
                            + (written + count)
                            + " bytes exceeds its Content-Length of "
                            + declared,
                    "RFC 9110, section 8.6");
        }
        written += count;
    }

    /** Fields that frame or route a message come too late in its trailers. */
    static void checkTrailer(String name) {
        if (name.equalsIgnoreCase("Content-Length")
                || name.equalsIgnoreCase("Transfer-Encoding")
                || name.equalsIgnoreCase("Host")
                || name.equalsIgnoreCase("Trailer")) {
            throw refused(name + " cannot be a trailer field", "RFC 9110, section 6.5.1");
        }
    }

    private static IllegalArgumentException refused(String what, String section) {
        return new IllegalArgumentException(what + " (" + section + ")");
    }
}
