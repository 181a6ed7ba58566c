/**
 * Delivery over lossy links, in virtual time and, to confirm it, on real sockets.
 * <pre>
 *   LossCommand ---&gt; Trial: one rival, one cell, one seed
 *                      Load ---&gt; Rival ---&gt; AeronStream, UnreliableStream ---&gt; NetworkPath ---&gt; EventQueue
 *                                                     |
 *                                                     +---&gt; Deliveries: latency from the intended send time
 *   LossCommand ---&gt; SocketRuns ---&gt; SocketTrial: one rival, one cell, one round
 *                      SocketSchedule ---&gt; SocketRival ---&gt; Relay between its two ends ---&gt; Deliveries
 * </pre>
 * Cells, results, report and figures are the same for both. Why virtual time: the noise of a shared machine hides
 * everything under some milliseconds, and a network that is the same for every rival cannot be had otherwise. The
 * network is the impairment model of {@code transport.impair}, which the relay for real sockets uses, too.
 */
package io.antumbra.perf.loss;
