/**
 * Storage on the heap behind the ports of the core: the same contract as the off-heap shadow, deterministic, and
 * breakable on purpose. Simulation and tests run the production machines on it.
 */
package io.antumbra.core.memory;
