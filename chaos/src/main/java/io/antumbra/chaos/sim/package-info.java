/**
 * Whole clusters of the production machines in virtual time. One seed draws the cluster, the fault mix and the
 * schedule; the same seed gives the same run, event for event.
 *
 * <pre>
 *   Saboteur ──► crash, pause, damage, cut, drop          Timeline: next event, no clock
 *      │
 *      ▼
 *   PrimaryHost ── Channel ──► StandbyHost     Channel: sessions, loss, delay, reorder, duplicate, corrupt
 *    Primary    ◄── Channel ──   Standby       CrashFuse: dies before or after the n-th write
 *    MemoryShadow, MemoryJournal: what a crash leaves
 * </pre>
 *
 * A run has two phases. In the first everything may fail and only safety is judged; in the second nothing fails any
 * more, and within a stated virtual time every replica must be back and new entries acknowledged and delivered.
 */
package io.antumbra.chaos.sim;
