/** Claims about real programs, which are played with {@code scene}. */
package dev.linger.cli.live;
