/**
 * Judges a finished run from outside: every acknowledged entry must be in the shadow of every replica, byte for byte as
 * it was in the input, and must have been applied by every handler once, in order.
 */
package io.antumbra.node.verify;
