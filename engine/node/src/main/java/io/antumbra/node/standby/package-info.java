/**
 * The handler of the {@code standby} command: keeps, for each stream, how far it has applied entries and a chain of
 * checksums over them, and writes the entries out if asked to.
 */
package io.antumbra.node.standby;
