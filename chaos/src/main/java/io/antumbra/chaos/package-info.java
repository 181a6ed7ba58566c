/**
 * The seeded simulator, process-level fault runs and the checkers; nothing else depends on this module.
 */
package io.antumbra.chaos;
