/**
 * What an application embeds: it launches the pipeline, the protocol and the transport as one engine.
 */
package io.antumbra.runtime;
