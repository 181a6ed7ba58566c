/**
 * Benchmarks and the load rig; nothing else depends on this module.
 */
package io.antumbra.perf;
