/**
 * Delivery over lossy links in virtual time.
 * <pre>
 *   LossCommand ---&gt; Trial: one rival, one cell, one seed
 *                      Load ---&gt; Rival ---&gt; AeronStream, UnreliableStream ---&gt; NetworkPath ---&gt; EventQueue
 *                                                     |
 *                                                     +---&gt; Deliveries: latency from the intended send time
 * </pre>
 * Why virtual time: the noise of a shared machine hides everything under some milliseconds, and a network that is the
 * same for every rival cannot be had otherwise. The network is the impairment model of {@code transport.impair}, which
 * the relay for real sockets uses, too.
 */
package io.antumbra.perf.loss;
