/**
 * The report of {@code explain}: one page for a browser, which holds its style, scripts and data.
 */
@NullMarked
package dev.linger.cli.explain.report;

import org.jspecify.annotations.NullMarked;
