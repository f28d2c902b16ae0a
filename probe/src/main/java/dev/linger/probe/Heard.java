package dev.linger.probe;

import dev.linger.http.ResponseHead;

/** What came in answer to a request. */
sealed interface Heard {

    /**
     * A complete response.
     *
     * @param firstByteAt when its first byte came (System.nanoTime)
     * @param endAt when it was complete
     * @param keeps whether it leaves the connection open for another request
     * @param ended whether the server's FIN was its end
     * @param body its beginning
     */
    record Answer(
            ResponseHead head,
            long firstByteAt,
            long endAt,
            boolean keeps,
            boolean ended,
            String body)
            implements Heard {
        int status() {
            return head.status();
        }
    }

    /**
     * The connection ended first.
     *
     * @param status of an answer that broke off; 0 where its head did
     * @param bytes that came of it
     */
    record Ended(Ending ending, int status, long bytes) implements Heard {}

    /**
     * Nothing complete came in time, or within {@link Contact#MOST_BYTES}.
     *
     * @param status of an answer that has begun; 0 where its head has not ended
     * @param bytes that came of it
     */
    record Silence(int status, long bytes) implements Heard {}

    /**
     * Bytes that are no response.
     *
     * @param says which rule they break
     * @param beginning of what came, as ISO-8859-1
     */
    record Garbage(String says, String beginning) implements Heard {}
}
