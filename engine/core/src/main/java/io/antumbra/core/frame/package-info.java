/**
 * Frames of the wire as the machines need them: checked before anything else looks at them, built in place, rebuilt
 * from
 * the shadow, and taken into it.
 */
package io.antumbra.core.frame;
