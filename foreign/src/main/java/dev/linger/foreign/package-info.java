/**
 * Servers and clients of others, each a program that the lab starts in a process of its own with
 * the jars of its maker. Nothing of Linger uses these classes.
 */
@NullMarked
package dev.linger.foreign;

import org.jspecify.annotations.NullMarked;
