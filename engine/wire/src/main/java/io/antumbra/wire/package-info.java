/**
 * Codecs of the wire protocol, generated from {@code antumbra-schema.xml} at build time and never committed.
 */
package io.antumbra.wire;
