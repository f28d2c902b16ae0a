/**
 * Stories whose ending is known before: both ends are configured, so it is known why each
 * connection will end, and every view of it can be held against that.
 *
 * <p>{@link dev.linger.lab.Lab} plays, {@link dev.linger.lab.story.Stories} has what is played.
 */
@NullMarked
package dev.linger.lab;

import org.jspecify.annotations.NullMarked;
