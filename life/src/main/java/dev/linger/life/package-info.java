/**
 * The life of an HTTP/1.1 connection and why it ended: one vocabulary for server, client, capture
 * and kernel.
 *
 * <p>Five questions that are often mixed up are five fields of one record, {@link
 * dev.linger.life.Closing}: why ({@link dev.linger.life.CloseCause}), whose decision ({@link
 * dev.linger.life.DecidedBy}), whose FIN or RST came first ({@link dev.linger.life.ClosedFirst}),
 * in which manner ({@link dev.linger.life.Manner}), in which phase ({@link dev.linger.life.Phase}).
 */
@NullMarked
package dev.linger.life;

import org.jspecify.annotations.NullMarked;
