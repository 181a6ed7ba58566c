/**
 * What an engine costs while nothing happens, and how long it takes to start: real JVMs, default profile, figures from
 * {@code /proc}.
 */
package io.antumbra.perf.engine;
