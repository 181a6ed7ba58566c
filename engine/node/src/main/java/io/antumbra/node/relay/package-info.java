/**
 * What {@code antumbra relay} adds to {@code io.antumbra.transport.relay}: impairments as people type them, control by
 * lines on standard input, a live line, and a report for people and machines. The relay itself knows nothing of these.
 */
package io.antumbra.node.relay;
