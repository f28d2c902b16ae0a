/** The command {@code linger}: commands and printing. */
@NullMarked
package dev.linger.cli;

import org.jspecify.annotations.NullMarked;
