/**
 * What an application embeds: one replica of one shard, launched from a {@link io.antumbra.runtime.Antumbra.Context}.
 *
 * <pre>
 *  application threads            the engine's thread: one duty cycle after the other
 *
 *   Stream.offer ──► ring ──┐     clock, once
 *                           │       │
 *                           │     transport and media driver: receive, send
 *                           │       │
 *                           │     poll: frames ──► machine ──► acknowledged ──► counter, then listener
 *                           │       │
 *                           └───► pipeline: shadow ──► send          (primary; see the package pipeline)
 *                                   │
 *                                 machine: timers, catch-up, delivery to the handler (standby)
 *                                   │
 *                                 counters, closing
 * </pre>
 *
 * <h2>One thread</h2>
 * The machines of the core, the shadow and the transport belong to one thread each, and here that is the same one. The
 * modes differ in who it is: the application's ({@link io.antumbra.runtime.ThreadingMode#INVOKER}), or one of the
 * engine's own, with the media driver in it or beside it. Shadowing and sending on two threads was rejected: both call
 * into the same machine, and a hand-over between cores costs more than a write to the shadow.
 *
 * <h2>What may go wrong</h2>
 * <ul>
 * <li>Settings are checked before anything is made; the message names the setting, its value, and what is allowed.</li>
 * <li>An offer that cannot be taken now answers with a code of {@link io.antumbra.core.Outcome} and never waits.</li>
 * <li>What listeners, a policy or a handler throw is recorded; a listener is called again the next time, what a policy
 * cannot judge is shadowed, and a handler gets the same entry again after a pause.</li>
 * <li>Media driver or client that die are built anew by the transport, and every session starts over with a hello.</li>
 * <li>Storage that fails stops the engine in {@link io.antumbra.runtime.State#FAILED}: offers answer {@code CLOSED},
 * and nothing more is acknowledged, since nobody could say what is held.</li>
 * </ul>
 * Every error ends in a bounded log of distinct errors in the journal's folder ({@link
 * io.antumbra.runtime.ErrorLogPrinter}) and in a counter.
 *
 * <h2>What others see</h2>
 * The counters of {@link io.antumbra.runtime.EngineCounter} lie in the CnC file of the media driver, where AeronStat
 * shows them. An acknowledgement is there before the application is told of it, and entries are accepted only once
 * every counter is there: whoever maps the file knows after a kill at least what the application knew.
 *
 * <p>What a primary sent again, and why, is counted by reason, kept in {@code decisions.log} beside the shadow (the
 * last thousand decisions, {@link io.antumbra.runtime.DecisionReader}; {@code stat} and {@code inspect --decisions}
 * print them), and told to flight recordings as {@code io.antumbra.Resend}.
 */
package io.antumbra.runtime;
