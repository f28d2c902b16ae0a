/** The rules that find: one class, one page, one test, one capture, one id each. */
@NullMarked
package dev.linger.diagnosis.rule;

import org.jspecify.annotations.NullMarked;
