package dev.linger.probe;

/** How a client keeps a server waiting. */
enum Stall {
    SILENCE("a silent connection"),
    HEAD("a head that stalls"),
    BODY("a body that stalls");

    private static final int BODY_BYTES = 1000;
    private final String noun;

    Stall(String noun) {
        this.noun = noun;
    }

    String noun() {
        return noun;
    }

    /** What is sent before nothing is sent any more. */
    String bytes(Target target, Bounds bounds) {
        return switch (this) {
            case SILENCE -> "";
            case HEAD -> Request.get(target).unfinished() + "X-Slow: ";
            case BODY -> body(target, bounds).text() + "0123456789";
        };
    }

    /** The request whose body stalls. */
    static Request body(Target target, Bounds bounds) {
        return Request.of(bounds.bodyMethod(), target).with("Content-Length: " + BODY_BYTES);
    }
}
