/**
 * Real replicas in JVMs of their own, under flat-out load, killed with SIGKILL and started again.
 *
 * <pre>
 *  parent: KillRun ──► Replica (process) ──spawns──► ReplicaMain ──► Antumbra.launch
 *     │                   │                              │  producer: Payloads(stream, sequence)
 *     │                   └── Counters ◄── CnC file ─────┤  handler:  PositionFile
 *     └── Audit ◄── shadow folder, PositionFile ◄────────┘
 * </pre>
 *
 * The parent records what was acknowledged from the counters of the primary, which outlive it in the mapped CnC file.
 * It never asks a replica: when one is dead, its shadow and its handler's file are compared, byte for byte, with what
 * the payloads must be. Every entry needs all three replicas here, so a dead one must hold whatever was acknowledged.
 */
package io.antumbra.chaos.process;
