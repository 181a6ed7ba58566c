/**
 * Counters of a running engine, or of one that was just killed, read from outside: the CnC file of its media driver,
 * mapped read-only. The mapping keeps the last values when the process is gone and the file removed.
 */
package io.antumbra.node.counters;
