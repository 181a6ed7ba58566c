package io.antumbra.ring;

/**
 * Keeps the fields of a subclass off the cache lines of whatever lies before them on the heap. The subclass ends with
 * the same number of fields, for what lies behind. Everything that one thread writes, or reads, on each entry has it:
 * the garbage collector may move any object of the other thread next to it, and a line that both touch makes an offer
 * several times as dear.
 */
@SuppressWarnings({ "unused", "checkstyle:multiplevariabledeclarations" })
abstract class CacheLinePadding
{
    long p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15;
}
