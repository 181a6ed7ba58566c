/**
 * Who leads a shard and who is in sync, held where a majority agrees on it. {@link io.antumbra.core.arbiter.Arbiter} is
 * the state machine that every member of the arbiter's cluster runs;
 * {@link io.antumbra.core.arbiter.ArbiterRequest} goes in, {@link io.antumbra.core.arbiter.Answer} comes out, and
 * {@link io.antumbra.core.arbiter.Configuration} is what it holds for each shard.
 *
 * <p>Rejected: to run the data itself through consensus (a round more for each entry), and to let replicas elect a
 * leader among themselves (a majority of three must then hold all data, two replicas could not go on with one).
 */
package io.antumbra.core.arbiter;
