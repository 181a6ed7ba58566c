package io.antumbra.store;

import org.agrona.DirectBuffer;

/** Where a scan finds slots: mapped memory for the owner of a shadow, plain reads for a look from outside. */
interface SlotSource
{
    /**
     * @param classIndex of the size class.
     * @param ordinal    of the slot.
     * @return the slot, its first byte at 0; valid until the next call.
     */
    DirectBuffer slot(int classIndex, int ordinal);
}
