/**
 * Bytes over Aeron UDP between replicas. The package knows endpoints, lines, frames of bytes and sessions; it knows
 * nothing of entries, epochs or roles.
 *
 * <h2>Topology</h2>
 * Every replica process has one inbound UDP endpoint, where wanted a second one for line B so that copies can come by
 * another path, and publishes to each peer's endpoints. Streams are the {@link io.antumbra.transport.Lines}; everybody
 * subscribes to all of them, since the roles change at failover. A publication is opened when its line is first used:
 * the driver turns over each publication, and over its image at the peer, in every duty cycle.
 * <pre>
 *      replica 0 (primary)                                      replica 1 (standby)
 *   +--------------------------+       127.0.0.1:24102        +--------------------------+
 *   | publication 1, line A  --|-------- stream 1001 --------&gt;|                          |
 *   | publication 1, line B  --|-------- stream 1003 --------&gt;| one subscription a line  |
 *   |                          |  (or 127.0.0.1:24112)        |                          |
 *   |                          |                              |                          |
 *   | one subscription a line  |&lt;------- stream 1002 ---------|-- publication 0, ack     |
 *   |                          |       127.0.0.1:24101        +--------------------------+
 *   |                          |
 *   | publication 2, line A  --|-------- stream 1001 --------&gt;  127.0.0.1:24103, replica 2
 *   | publication 2, line B  --|-------- stream 1003 --------&gt;
 *   +--------------------------+
 * </pre>
 *
 * <h2>Line B</h2>
 * Its subscriptions are unreliable in Aeron's sense. What that means in Aeron 1.51 (its {@code PublicationImage},
 * {@code LossDetector}, {@code TermGapFiller}):
 * <ul>
 * <li>A gap is filled with padding by the receiver in the very turn that shows it: no NAK, no delay, and the channel's
 * nak-delay does not count. A poll passes over padding without a call, so the frames behind it come at once.
 * <li>A packet that comes after its gap was filled is dropped, since its place is taken; one from the middle of a gap
 * of several is written below the padding, where no poll sees it. Reordering is loss, here. A gap at the end shows with
 * the next packet or heartbeat (100 ms): on this line nobody waits for it.
 * <li>Any fragment of a longer frame may be missing without a sign but the positions, which {@code Session} compares.
 * <li>A publication may have a session id that another stream has: the driver refuses it ("clashing sessionId") only
 * where stream and channel are the same, too. Line B takes line A's, so that whoever knows the one knows the other. It
 * is made when A's publication is there, whether A is connected or not, and made anew with it.
 * <li>It joins late where the sender is by then. After the image liveness time-out without a packet its session ends,
 * alone; when packets come again the same session id begins again, once the old image has been given up.
 * <li>Its flow control is its own. While no status message comes back, offers answer BACK_PRESSURED, and NOT_CONNECTED
 * after the connection time-out; no more than one receiver window waits in its log, as {@code pub-wnd} says, since old
 * copies are worth little. Nothing of that touches the other lines.
 * </ul>
 * At launch and at each rebuild its endpoint must be bound like the first one.
 *
 * <h2>One publication for each peer</h2>
 * The rival is one multi-destination publication. Measured on 2 shared cores with other load, driver as invoker, 256
 * B, two receivers in one other process, rounds interleaved; only the ratios carry over:
 * <pre>
 *                                     unicast for each peer   multi-destination
 *   flat out, entry to both peers     1.6 us                  3.2 us, fc=min
 *   longest stall of the live peer
 *   when the other is killed (10k/s)  39 ms                   4757 ms, fc=min;  49 ms, fc=max
 * </pre>
 * With minimum flow control a dead peer holds up all others until the receiver time-out; with maximum flow control a
 * slow one is overrun and gets gaps. One publication each has neither fault: the price is a copy of each frame into
 * another log (and its files), and it is not slower. A peer that lags is back pressured alone.
 *
 * <h2>One thread</h2>
 * The owner calls {@link io.antumbra.transport.Transport#doWork(long)} and {@link
 * io.antumbra.transport.Transport#poll(io.antumbra.transport.FrameHandler, int)}. The Aeron client is always an
 * invoker of that thread and takes no lock; in mode EMBEDDED_INVOKER the media driver is one, too. Registrations are
 * asynchronous, so that a silent driver never holds the owner up.
 *
 * <h2>Life and death</h2>
 * <pre>
 *   driver closed or dead, client timed out, process stopped for long, socket in error
 *      --&gt; close all, sessions end --&gt; back-off 100 ms .. 2 s --&gt; new driver, new client
 *      --&gt; onTransportReset()
 * </pre>
 * The directory of an embedded driver is guarded by a file lock, which the kernel frees with the process: a replica
 * that was killed finds and clears what it left at once, while a live one of the same name is an error. A UDP port is
 * bound without SO_REUSEADDR, so a second process that wants it fails (a test does it); two replicas on one external
 * driver would share the socket instead, and are kept apart by a lock file for each endpoint in the driver's
 * directory.
 *
 * <h2>Memory</h2>
 * Files are sparse. In the default profile the CnC file and loss report take at most 14 MB; each log (a publication,
 * or the image of one) is 3 terms of 1 MiB. For two peers that is at most 14 MB + 2 * 3 lines * 3 logs * 3 MiB = 71
 * MB, counting the images of a restarted peer twice. Reassembly takes maxSessions (48) times the largest frame: 3
 * MiB. A folder without room for a peer's logs is refused when the peer is added, since a RAM disk that runs full
 * under mapped files would kill the process.
 */
package io.antumbra.transport;
