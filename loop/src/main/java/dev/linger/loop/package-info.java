/**
 * Event loops. A loop is one thread that waits for sockets, runs what others put into its mailbox,
 * and wakes alarms. What belongs to a loop is touched by its thread alone.
 */
@NullMarked
package dev.linger.loop;

import org.jspecify.annotations.NullMarked;
