/**
 * The way in: a Disruptor ring whose slots are off-heap, and the pipeline stages that are polled over it.
 */
package io.antumbra.ring;
