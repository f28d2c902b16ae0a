/** The command {@code explain}: captures, or what is on the wire now, to verdicts and findings. */
@NullMarked
package dev.linger.cli.explain;

import org.jspecify.annotations.NullMarked;
