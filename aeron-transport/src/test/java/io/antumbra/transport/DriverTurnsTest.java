package io.antumbra.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DriverTurnsTest
{
    private final DriverTurns turns = new DriverTurns();

    @Test
    void shouldTakeOneTurnForOneFrameEachWay()
    {
        for (int i = 0; i < 100; i++)
        {
            turns.onOffer();
            assertEquals(1, turns.take());
            turns.onPoll(1);
            assertEquals(1, turns.take());
            turns.onPoll(0);
        }
    }

    @Test
    void shouldTakeSeveralOnceForSeveralFramesOffered()
    {
        turns.onOffer();
        turns.onOffer();
        assertEquals(DriverTurns.MOST, turns.take());
        assertEquals(1, turns.take());
    }

    @Test
    void shouldTakeSeveralWhileEachPollFindsFrames()
    {
        for (int i = 0; i < DriverTurns.BUSY_POLLS; i++)
        {
            turns.onPoll(64);
            assertEquals(1, turns.take());
        }
        for (int i = 0; i < 1000; i++)
        {
            turns.onPoll(1);
            assertEquals(DriverTurns.MOST, turns.take());
        }
        turns.onPoll(0);
        assertEquals(1, turns.take());
    }
}
