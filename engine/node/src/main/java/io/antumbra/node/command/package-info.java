/**
 * The sub-commands: their options, checked before anything is started, and the loops that run until the work is done or
 * the process is asked to stop.
 */
package io.antumbra.node.command;
