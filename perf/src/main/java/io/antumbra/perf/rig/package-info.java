/**
 * The two-process load rig: acknowledged round trip and acknowledged throughput of Antumbra beside raw Aeron.
 * <pre>
 *   perf.jar roundtrip        waits, reads /proc, writes results
 *      │ starts, for each measurement anew, two JVMs:
 *      ├─ raw        RawLoadMain  ═══ stream 1001 ══►  RawEchoMain        Aeron's API and nothing else
 *      │                          ◄══ stream 1002 ═══
 *      └─ antumbra   EngineLoadMain ═ line A ═══════►  StandbyMain        Antumbra.launch, INVOKER, own shadows
 *                                  ◄═ acknowledgements
 * </pre>
 * What both have in common: payload, rate and schedule ({@link io.antumbra.perf.rig.LoadLoop}), lengths, windows and
 * sockets ({@link io.antumbra.transport.LinkSettings}), the media driver as invoker in the one thread that does
 * everything, and the idle strategy ({@link io.antumbra.ring.AdaptiveIdleStrategy}).
 * <p>
 * New processes for each measurement, because an idle pair of processes would disturb the other, and because one lucky
 * or unlucky compilation must not colour all rounds.
 */
package io.antumbra.perf.rig;
