package dev.linger.cli.lab;

import java.util.List;

/**
 * Expectations that were wrong when they were first played, and who was right. An expectation is
 * written down before the first run and changed only with an entry here.
 */
final class Corrections {
    private static final String TEXT =
            """
            ## Expectations that were wrong at first

            Each expectation is written down from the configuration before the first run. Where the run
            differed, this is what was found out, and who was right.

            | act | expected | seen | who was right |
            | --- | --- | --- | --- |
            | `browser` | one connection | one more, without a byte | The run. Chromium connects ahead when it goes to a page, unless its setting `network_prediction_options` is 2. It is 2 where one connection is expected now, and an act of its own shows the other |
            | `wrk` | one connection | one more before it, without a byte | The run. wrk tries an address with a connection of its own before it begins |
            | `wrk -d 1s`, its last request not answered | `abandoned` | `response-timeout`, as a guess | The expectation: its time was over. A wait of a whole second looks like a limit from outside, and the verdict says that it is a guess. This miss stays; it is not counted above, for the act now leaves less than half a second of waiting |
            | the same, our server's ledger | `abandoned` | `close-requested` | The expectation. A client may close its side and still read, so our server answers. It waits now for what the client's system says to that: a RST makes it `abandoned`. Where the system cannot be asked (no epoll), the verdict is `close-requested`, and says that it is not certain |
            | `httpclient`, connections that are not kept | FIN, TIME_WAIT at the client | RST, no TIME_WAIT | The run. Apache HttpClient closes them with `CloseMode.IMMEDIATE`, which is SO_LINGER 0 |
            | `go`, bodies closed unread | `abandoned` | `unread-body`, by all views | The run. The client left, but bytes that it did not read are what made a reset of it, and this has its own word |
            """;

    private Corrections() {}

    static List<String> lines() {
        return TEXT.lines().toList();
    }
}
