package dev.linger.http;

/** Head of a response. A view from a reader, detached by {@link #copy()}. */
public final class ResponseHead extends Head {
    int status;
    int reasonFrom;
    int reasonTo;

    ResponseHead() {}

    /** Status code, 100 to 999; those above 599 are of no class (RFC 9110, section 15). */
    public int status() {
        return status;
    }

    /** The reason phrase; empty where there is none. */
    public String reason() {
        return text(reasonFrom, reasonTo);
    }

    /**
     * Whether the final response is still to come. 101 is the last one, what follows it is another
     * protocol (RFC 9110, section 15.2).
     */
    public boolean isInterim() {
        return status < 200 && status != 101;
    }

    @Override
    public ResponseHead copy() {
        ResponseHead copy = new ResponseHead();
        copy.status = status;
        copy.reasonFrom = reasonFrom;
        copy.reasonTo = reasonTo;
        copyHeadTo(copy);
        return copy;
    }

    @Override
    void moveTo(byte[] same) {
        reasonFrom -= from;
        reasonTo -= from;
        super.moveTo(same);
    }

    /** Status and reason. */
    @Override
    public String toString() {
        return status + " " + reason();
    }
}
