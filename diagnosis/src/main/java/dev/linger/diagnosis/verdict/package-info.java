/** Why connections ended: lives to verdicts, with evidence. */
@NullMarked
package dev.linger.diagnosis.verdict;

import org.jspecify.annotations.NullMarked;
