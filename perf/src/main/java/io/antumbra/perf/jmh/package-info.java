/**
 * JMH benchmarks of single operations, and the command that runs them with the engine's JVM flags and puts the results
 * beside their goals. Every benchmark drives the class that production runs.
 */
package io.antumbra.perf.jmh;
