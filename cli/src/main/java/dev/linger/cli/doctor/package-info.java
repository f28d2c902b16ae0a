/** The command {@code doctor}: reads this host or configurations, and prints what rules say. */
@NullMarked
package dev.linger.cli.doctor;

import org.jspecify.annotations.NullMarked;
