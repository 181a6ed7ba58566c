package io.antumbra.chaos.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TimelineTest
{
    private static final long SEED = Long.getLong("antumbra.test.seed", System.nanoTime());

    private final Timeline timeline = new Timeline();
    private final List<Long> seen = new ArrayList<>();

    @Test
    void shouldRunEventsInOrderOfTimeAndThenOfTheirMaking()
    {
        final Draw draw = new Draw(SEED);
        final List<long[]> expected = new ArrayList<>();
        for (long number = 0; number < 5_000; number++)
        {
            final long atNs = draw.below(300);
            expected.add(new long[]{ atNs, number });
            timeline.at(atNs, seen::add, number);
        }
        expected.sort(Comparator.comparingLong((long[] event) -> event[0]).thenComparingLong(event -> event[1]));
        timeline.run(1_000);
        final List<Long> numbers = new ArrayList<>();
        expected.forEach(event -> numbers.add(event[1]));
        assertEquals(numbers, seen, "seed " + SEED);
        assertEquals(1_000, timeline.nowNs());
        assertEquals(5_000, timeline.steps());
    }

    @Test
    void shouldRunWhatAnEventAdds()
    {
        timeline.at(10, number -> timeline.at(10, seen::add, number + 1), 1);
        timeline.after(20, () -> seen.add(timeline.nowNs()));
        timeline.run(30);
        assertEquals(List.of(2L, 20L), seen);
    }

    @Test
    void shouldGoOffOnceAndWhereAnAlarmWasMovedTo()
    {
        final int first = timeline.addAlarm(seen::add);
        final int second = timeline.addAlarm(nowNs -> seen.add(-nowNs));
        timeline.alarm(first, 10);
        timeline.alarm(first, 30);
        timeline.alarm(second, 20);
        timeline.at(25, seen::add, 7);
        assertEquals(30, timeline.alarmNs(first));
        timeline.run(100);
        assertEquals(List.of(-20L, 7L, 30L), seen);
        assertEquals(3, timeline.steps());
        assertEquals(Timeline.NEVER, timeline.alarmNs(first));
    }

    @Test
    void shouldTellRunsApartThatDifferInTheTimeOfOneEvent()
    {
        final Timeline other = new Timeline();
        timeline.at(10, seen::add, 7);
        other.at(11, seen::add, 7);
        timeline.run(100);
        other.run(100);
        assertNotEquals(timeline.digest(), other.digest());
    }

    @Test
    void shouldStopBeforeWhatComesLater()
    {
        timeline.at(10, seen::add, 7);
        assertFalse(timeline.step(9));
        assertEquals(9, timeline.nowNs());
        assertTrue(timeline.step(10));
        assertEquals(List.of(7L), seen);
    }
}
