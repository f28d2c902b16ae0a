package dev.linger.server;

/** What listeners are told of handlers. */
final class Complaint {
    private Complaint() {}

    static String failed(Call call, String why) {
        return "the handler failed to answer " + request(call) + ": " + OneLine.of(why);
    }

    static String notStarted(Call call, Throwable reason) {
        return "no thread takes "
                + request(call)
                + ", the client gets 503: "
                + OneLine.of(reason.toString());
    }

    /** The handler's deadline has passed. */
    static String tookTooLong(Call call, long now) {
        return "the handler has not answered "
                + request(call)
                + " after "
                + Seconds.text(now - call.began - call.inflow.waitedNanos(now))
                + " (limit "
                + Seconds.text(call.spans().handler())
                + "); it is interrupted, the client gets 503";
    }

    private static String request(Call call) {
        return call.head.method() + " " + call.head.target();
    }
}
