/**
 * What every command of the node shares: exit statuses, the one exception that carries a message for people, numbers
 * made readable, and the terminal with its redrawn lines. Knows nothing of the engine; uses no other package of the
 * node.
 */
package io.antumbra.node.term;
