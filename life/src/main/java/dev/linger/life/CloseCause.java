package dev.linger.life;

/**
 * Why a connection ended. The first decisive event wins; what followed from it is a note. Each
 * cause has its page under {@code docs/causes/}.
 */
public enum CloseCause implements Word {
    CLOSE_REQUESTED("a message said \"Connection: close\", or was HTTP/1.0 without keep-alive"),
    BODY_UNTIL_CLOSE("the response had no length, so only closing could end it"),
    IDLE_TIMEOUT("kept alive, no request came for a configured time"),
    MAX_REQUESTS("the cap of requests on one connection was reached"),
    MAX_AGE("the cap on a connection's age was reached"),
    UNUSED("opened and closed without a byte, or with a TLS handshake alone"),
    SURPLUS("closed right after an exchange though both sides offered to keep it"),
    EVICTED("an idle connection was closed early to free resources"),
    DRAIN("orderly shutdown"),
    STOPPED("the process ended, or a shutdown deadline passed, in mid exchange"),
    HEAD_TIMEOUT("the head of a request did not arrive in time"),
    BODY_TIMEOUT("a body stalled or fell below the minimum rate"),
    HANDLER_TIMEOUT("the application did not answer in time"),
    RESPONSE_TIMEOUT("the client no longer waited for the response"),
    WRITE_TIMEOUT("the reading side did not take the data"),
    ABANDONED("the client left in mid exchange, no timeout visible"),
    TRUNCATED("the server ended inside a response it had begun"),
    NO_RESPONSE("the server closed without one byte of an answer to a complete request"),
    LATE_REQUEST("a request was on its way while the other side closed"),
    BAD_MESSAGE("a message could not be parsed or broke a limit"),
    UNREAD_BODY("closed before the other side's body was read to its end"),
    ABORT("a program ended it by RST on purpose, with nothing under way"),
    OVER_LIMIT("refused because of a connection cap or overload"),
    REFUSED("nobody listened: RST in answer to SYN"),
    UNANSWERED("the SYN was never answered"),
    VANISHED("one side stopped answering"),
    MIDDLEBOX("a RST that neither end sent"),
    TLS_FAILED("TLS handshake or record failure"),
    UPGRADED("handed over to another protocol; its later end is not HTTP's"),
    OPEN("still open when watching stopped"),
    UNKNOWN("cannot be told from here");

    private final String word = Word.of(name());
    private final String meaning;

    CloseCause(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String word() {
        return word;
    }

    /** What it is, in half a sentence without a full stop. */
    public String meaning() {
        return meaning;
    }
}
