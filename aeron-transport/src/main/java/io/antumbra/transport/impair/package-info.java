/**
 * What a bad link does to frames, as arithmetic: no socket, clock, thread or transport in it. The simulator drives it
 * in virtual time; a relay between real processes can drive the same class in real time.
 *
 * <pre>
 *   frame, now
 *     down: cut, or flapping?            --yes--&gt; 0 copies
 *     lost: alone, or in a burst?        --yes--&gt; 0 copies
 *     no room before the bandwidth?      --yes--&gt; 0 copies
 *     1 or 2 copies, each with its arrival and perhaps one flipped bit
 * </pre>
 */
package io.antumbra.transport.impair;
