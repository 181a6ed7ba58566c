/**
 * What a bad link does to frames, as arithmetic: no socket, clock, thread or transport in it. The simulator drives it
 * in virtual time; {@code io.antumbra.transport.relay} drives the same class in real time, between real processes.
 *
 * <pre>
 *   frame, now
 *     down: cut, or flapping?            --yes--&gt; 0 copies
 *     lost: alone, in a burst, in the trace? --yes--&gt; 0 copies
 *     no room before the bandwidth?      --yes--&gt; 0 copies
 *     1 or 2 copies, each with its arrival and perhaps one flipped bit
 * </pre>
 */
package io.antumbra.transport.impair;
