/**
 * What a host's settings, counters and sockets say: one class, one page, one test, one id a rule.
 * Nothing is read here; who looks brings what was seen.
 */
@NullMarked
package dev.linger.diagnosis.host;

import org.jspecify.annotations.NullMarked;
