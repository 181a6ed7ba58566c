/**
 * The demo: a primary and two standbys as processes of their own, one of each killed on the way, and the proof at the
 * end that nothing was lost.
 *
 * <pre>
 *                      +-- primary 0 --UDP--+--&gt; standby 1          each: a JVM, its media driver, its shadow,
 *   this process ------+                    +--&gt; standby 2          a log, standard input held open by this process
 *     |  starts, kills, restarts
 *     |  reads their counters (mapped files, which outlive a kill) and histogram logs
 *     +- afterwards reads every shadow back and compares it with the input
 * </pre>
 *
 * Everything that is believed about the run is known by a process that nobody killed. One thread; all waits are
 * bounded.
 */
package io.antumbra.node.demo;
