/**
 * Benchmarks and the load rig; nothing else depends on this module.
 * <pre>
 *   perf.jar jmh          single operations, with allocation             io.antumbra.perf.jmh
 *   perf.jar roundtrip    acknowledged round trip beside raw Aeron       io.antumbra.perf.rig
 *   perf.jar throughput   acknowledged throughput beside raw Aeron       io.antumbra.perf.rig
 *   perf.jar loss         delivery over lossy links, in virtual time     io.antumbra.perf.loss
 *   perf.jar idle, open   what an idle engine costs, how it starts       io.antumbra.perf.engine
 *                         processes, percentiles, tables, goals          io.antumbra.perf.measure
 * </pre>
 * A figure of this module is a ratio within one run wherever it can be: absolute ones drift with the machine.
 */
package io.antumbra.perf;
