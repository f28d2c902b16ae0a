/** The command {@code lab}: plays stories, and prints how they went. */
@NullMarked
package dev.linger.cli.lab;

import org.jspecify.annotations.NullMarked;
