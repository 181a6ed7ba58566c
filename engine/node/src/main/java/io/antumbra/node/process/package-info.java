/**
 * What a long-running command needs of its process: being asked to stop (a signal, or a parent that is gone), noticing
 * it, and saying on disk where its counters are.
 */
package io.antumbra.node.process;
