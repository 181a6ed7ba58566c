/**
 * What an operator runs: the command line of the executable jar.
 */
package io.antumbra.node;
