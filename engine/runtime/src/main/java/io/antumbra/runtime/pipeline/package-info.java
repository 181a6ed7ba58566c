/**
 * The hot path of a primary: {@link io.antumbra.runtime.pipeline.Pipeline} and its two steps, apart from everything
 * around them, so that it is read, tested and measured by itself.
 */
package io.antumbra.runtime.pipeline;
