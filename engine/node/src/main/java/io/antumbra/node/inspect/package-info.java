/** What the {@code inspect} command finds in a shadow, as text for people and as JSON for machines. */
package io.antumbra.node.inspect;
