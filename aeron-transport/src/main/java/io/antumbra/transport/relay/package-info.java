/**
 * A UDP relay in user space that does on purpose what bad links do by accident, between real processes and in real
 * time.
 *
 * <h2>Intuition</h2>
 * To impair a link between two programs that talk UDP, stand between them: one of them is told the relay's address
 * instead of the other's. What comes in gets a fate and a time of arrival from the {@link
 * io.antumbra.transport.impair.Impairment}, which is the very class that the simulator drives in virtual time, and
 * waits in a slot until then.
 *
 * <pre>
 *   publication --&gt; LISTEN [ receive, fate, slot ... due, send ] source port --&gt; subscription at TARGET
 *               &lt;--        [ due, send ... slot, fate, receive ]             &lt;--  (status messages, NAKs)
 *
 *   one flow; a relay has several, all in one thread. Line A and line B of a link are two flows.
 * </pre>
 *
 * The kernel would be the better place for it (tc netem), but needs root and a module that many machines lack; and it
 * keeps neither a seed nor the simulator's model.
 *
 * <h2>Classes</h2>
 * {@code RelayLink} is one direction as arithmetic and memory, time being told; the {@code DueQueue} is its order
 * of departure: both are tested without a socket. {@code RelayFlow} is two sockets and nothing that decides.
 * {@link io.antumbra.transport.relay.Relay} turns the flows in one thread.
 *
 * <h2>Same seed, same fate</h2>
 * Each direction of each flow has a generator of its own, split from the seed in the order of the flows: the n-th
 * datagram is lost, duplicated or corrupted in every run alike, whatever the other flows carry. What depends on time
 * (flapping, a trace's delay, a full queue) is the same only as far as the times are. Flapping and traces begin with
 * the relay, for all flows together: an outage takes both lines at once.
 *
 * <h2>How exact, and at what cost</h2>
 * 256 B one way, 250 us of delay, 2 shared cores, the load in one spinning thread; time beyond the delay, the two
 * sockets' own time (direct: 1.2 us) included:
 *
 * <pre>
 *                                        p50     p90     p99      relay thread
 *   10,000/s, spinning                   5.7     7.7     3195     98 % of a processor
 *    1,000/s, spinning                  12.0    19.6     4338     97 %
 *    1,000/s, sleeping when idle        25.8    61.9      333     27 %
 *      100/s, 5 ms of delay, sleeping    112     158     3721     40 %
 * </pre>
 *
 * Up to p90 a spinning relay keeps its 20 us. Beyond, two spinning threads on two cores wait for each other and for
 * whatever else runs, some milliseconds at a time (one alone: p99.9 of 11 us): that is the machine's and not the
 * relay's to cure, so it is counted. Where gaps between datagrams are longer than spinNs the relay has to be woken, and
 * the first one pays for it: raise spinNs where a processor can be spared.
 *
 * <h2>Limits</h2>
 * <ul>
 * <li>A flow answers to one sender: the last. Two sending processes need two flows.
 * <li>A datagram gets its time when it is read, not when it arrived. What the kernel drops because the relay did not
 * read for long (SO_RCVBUF) is counted by the kernel alone.
 * <li>The relay's own lateness is counted (LATE, MAX_LATENESS_NS): it says which runs to throw away. A full slot table
 * is counted apart from the impairment, too.
 * <li>Bandwidth counts payload bytes, without the headers of UDP and IP.
 * <li>A flipped bit passes the UDP checksum, which the relay computes anew: what the receiver sees is a corrupt
 * payload, where a real link would mostly lose the datagram.
 * <li>What is in flight when the relay ends is lost.
 * </ul>
 */
package io.antumbra.transport.relay;
