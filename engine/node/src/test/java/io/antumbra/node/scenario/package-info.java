/**
 * Whole scenarios, as an operator meets them: every replica is the executable jar in a JVM of its own, told apart from
 * the real thing by nothing. What is asserted is read from outside: exit statuses, printed lines, counters in the
 * mapped CnC file, and shadows.
 */
package io.antumbra.node.scenario;
