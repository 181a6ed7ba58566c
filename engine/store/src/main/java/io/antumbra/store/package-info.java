/**
 * The off-heap shadow of every entry, kept in file-backed Chronicle Maps.
 */
package io.antumbra.store;
