package dev.linger.cli.get;

import dev.linger.client.ExchangeRecord;
import dev.linger.life.JudgedLife;
import java.net.http.HttpHeaders;
import java.util.Optional;

/** What became of one request. */
sealed interface Visit {

    /**
     * It was answered.
     *
     * @param number of the request, from 1
     * @param life how its connection ended; empty where it is kept
     */
    record Answered(
            int number, ExchangeRecord exchange, HttpHeaders headers, Optional<JudgedLife> life)
            implements Visit {}

    /**
     * It failed.
     *
     * @param sentence what happened, and whose fault it was
     * @param isUnheard whether no answer was begun: something else than HTTP may be spoken there
     */
    record Failed(int number, String sentence, boolean isUnheard, Optional<JudgedLife> life)
            implements Visit {}

    /** Number of the request, from 1. */
    int number();

    /** How its connection ended; empty where it is kept, or there was none. */
    Optional<JudgedLife> life();
}
