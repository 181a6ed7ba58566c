/**
 * The replication protocol as pure, deterministic state machines: time comes in as an argument, effects leave through
 * ports.
 */
package io.antumbra.core;
