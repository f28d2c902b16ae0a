package dev.linger.http;

/** Head of a request. A view from a reader, detached by {@link #copy()}. */
public final class RequestHead extends Head {
    int methodFrom;
    int methodTo;
    int targetFrom;
    int targetTo;

    RequestHead() {}

    /** The method as received; the well-known ones make no new String. */
    public String method() {
        for (int i = 0; i < WELL_KNOWN.length; i++) {
            if (isMethod(WELL_KNOWN[i])) {
                return WELL_KNOWN[i];
            }
        }
        return text(methodFrom, methodTo);
    }

    private static final String[] WELL_KNOWN = {
        "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE"
    };

    /** Whether this is the method; case counts (RFC 9110, section 9.1). Makes no String. */
    public boolean isMethod(String method) {
        return Chars.is(bytes, methodFrom, methodTo, method);
    }

    /** The request target as received. */
    public String target() {
        return text(targetFrom, targetTo);
    }

    @Override
    public RequestHead copy() {
        RequestHead copy = new RequestHead();
        copy.methodFrom = methodFrom;
        copy.methodTo = methodTo;
        copy.targetFrom = targetFrom;
        copy.targetTo = targetTo;
        copyHeadTo(copy);
        return copy;
    }

    @Override
    void moveTo(byte[] same) {
        methodFrom -= from;
        methodTo -= from;
        targetFrom -= from;
        targetTo -= from;
        super.moveTo(same);
    }

    /** The request line without its version. */
    @Override
    public String toString() {
        return method() + " " + target();
    }
}
