/** The command {@code linger probe}: prints how a server treats its connections. */
@NullMarked
package dev.linger.cli.probe;

import org.jspecify.annotations.NullMarked;
