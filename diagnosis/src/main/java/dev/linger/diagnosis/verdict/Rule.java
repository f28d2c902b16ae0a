package dev.linger.diagnosis.verdict;

import dev.linger.life.ConnectionLife;
import org.jspecify.annotations.Nullable;

/** One way to tell why a connection ended. */
@FunctionalInterface
interface Rule {
    /** The ruling; null where this rule has nothing to say about the life. */
    @Nullable Ruling judge(ConnectionLife life, Patterns patterns);
}
