/** What many connections say together: tallies of judged lives, and the findings in them. */
@NullMarked
package dev.linger.diagnosis.finding;

import org.jspecify.annotations.NullMarked;
