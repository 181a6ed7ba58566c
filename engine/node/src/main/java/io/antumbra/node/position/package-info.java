/**
 * Positions that survive a kill -9: small memory-mapped files, two copies of each stream's record written in turn, each
 * with its own check. The producer's says how far its input is acknowledged, a standby's how far its handler has
 * applied entries and what it has applied.
 */
package io.antumbra.node.position;
