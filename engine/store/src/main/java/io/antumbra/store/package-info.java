/**
 * The off-heap shadow of every entry, in file-backed Chronicle Maps, and the small synced journal beside it.
 *
 * <h2>The shape</h2>
 * A map for each size class holds a fixed number of slots under their ordinals, put there at creation and never removed
 * or resized. The address of each value is resolved once at open; from then on a record is written in place:
 *
 * <pre>
 *   marker := -1 | fence | status, write index, check, crc, canonical bytes | release | marker := sequence
 * </pre>
 *
 * <h2>Hot writes go past the map's locks, on purpose</h2>
 * A {@code put} that replaces a constant-size value in place costs about 580 ns, a write through the cached address
 * about 35; variable sizes have tails of 50 us. The map's segment lock would guard nothing that matters here: the
 * folder has one writer (an operating system lock), that writer is one thread, and a reader in another process verifies
 * marker, check and CRC of each record instead. What the map still gives: a file layout that grows from a builder,
 * addresses that are stable while it is open, and recovery of its own structures. The price is said openly: nobody may
 * use these files through the ordinary API of Chronicle Map while a shadow is open, and the map's own entry checksums
 * are switched off, because recovery would drop every record that was written past them.
 *
 * <h2>Opening</h2>
 * Nothing in a slot is believed but its own checksums; {@link io.antumbra.store.ShadowScan} judges all of them at every
 * open. The layout file says from which sequence on each stream is whole (its floor); floors move, and are in the page
 * cache, before the slot below them is overwritten. In the mode that syncs, a slot is overwritten only after the floor
 * above it is on the device, because the kernel writes pages back in any order. Floors move ahead of need, and an open
 * also looks below them for what was not reused after all, so {@code oldestRetained} may be lower after an open than
 * before. A kill can leave a segment lock of the
 * map held, so whatever was not closed in order, in this boot of the host, goes through the map's recovery first.
 *
 * <h2>Where the first open's time goes</h2>
 * Chronicle Map keeps its global state in a value interface whose implementation it generates and compiles with javac
 * in every process: 1,100 compiler classes, about 0.9 of 1.2 seconds on two slow cores, and the reason why it needs a
 * JDK. The build compiles that class once ({@code ValueClassGenerator}) and ships it; Chronicle looks for it by name
 * before it generates it. Keys and values here are {@code Long} and {@code byte[]}, whose marshallers are built in.
 * What is left is the loading of some 2,000 classes of Chronicle, about 0.5 s. A million records are opened again in
 * about 1 s after an orderly close (recorded offsets, a sample of look-ups, every checksum) and in about 4 s after a
 * kill (1.5 s of that is the map's recovery), measured on two cores that were busy with other work.
 *
 * <h2>A full disk</h2>
 * Every page of every file gets its block at creation, by writing one byte of each page back through the file: a store
 * into a mapped page without a block would end the process with SIGBUS once the disk is full. Later only orphan logs
 * grow, and those are written, synced and checked before a record is taken back.
 */
package io.antumbra.store;
