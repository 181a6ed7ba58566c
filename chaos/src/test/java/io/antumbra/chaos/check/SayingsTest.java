package io.antumbra.chaos.check;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class SayingsTest
{
    private final Sayings sayings = new Sayings(2, 3);

    @Test
    void shouldKnowWhoHasSaidToHoldAStreamSoFarInAnEpoch()
    {
        sayings.onSaid(1, 4, 0, 10);
        sayings.onSaid(2, 4, 0, 8);
        sayings.onSaid(2, 4, 1, 20);
        sayings.onSaid(3, 5, 0, 30);
        assertEquals(0b0110, sayings.holders(4, 0, 8));
        assertEquals(0b0010, sayings.holders(4, 0, 9));
        assertEquals(0b0100, sayings.holders(4, 1, 20));
        assertEquals(0b1000, sayings.holders(5, 0, 30));
        assertEquals(0, sayings.holders(6, 0, 0));
    }

    @Test
    void shouldNotForgetWhatWasSaidOnce()
    {
        sayings.onSaid(1, 4, 0, 10);
        sayings.onSaid(1, 4, 0, 2);
        assertEquals(0b0010, sayings.holders(4, 0, 10));
    }
}
