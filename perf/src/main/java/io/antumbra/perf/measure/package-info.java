/**
 * What every measurement needs: child JVMs that end with their parent, processor times of the machine and of processes,
 * percentiles, medians over rounds, tables and goals. Knows nothing of what is measured.
 */
package io.antumbra.perf.measure;
