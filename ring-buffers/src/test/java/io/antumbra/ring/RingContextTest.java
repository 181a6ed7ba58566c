package io.antumbra.ring;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RingContextTest
{
    @Test
    void shouldStartFromTheDocumentedDefaults()
    {
        final RingContext context = new RingContext();
        assertEquals(512, context.slotLength());
        assertEquals(1024, context.slotCount());
        assertEquals(65_536, context.maxEntryLength());
        assertEquals(ProducerType.MULTI, context.producerType());
        assertEquals(1, context.stageCount());
        assertDoesNotThrow(context::conclude);
    }

    @Test
    void shouldTakeSystemProperties()
    {
        System.setProperty(RingContext.SLOT_LENGTH_PROP_NAME, "1k");
        System.setProperty(RingContext.PRODUCER_TYPE_PROP_NAME, "SINGLE");
        try
        {
            final RingContext context = new RingContext();
            assertEquals(1024, context.slotLength());
            assertEquals(ProducerType.SINGLE, context.producerType());

            System.setProperty(RingContext.PRODUCER_TYPE_PROP_NAME, "both");
            final String message = assertThrows(IllegalArgumentException.class, RingContext::new).getMessage();
            assertEquals("antumbra.ring.producer.type=both: allowed are SINGLE and MULTI", message);
        }
        finally
        {
            System.clearProperty(RingContext.SLOT_LENGTH_PROP_NAME);
            System.clearProperty(RingContext.PRODUCER_TYPE_PROP_NAME);
        }
    }

    static Stream<Arguments> notAllowed()
    {
        return Stream.of(
            setting(ctx -> ctx.slotLength(64), "slotLength=64: allowed are 128 to 1048576 bytes"),
            setting(ctx -> ctx.slotLength(2 << 20), "slotLength=2097152: allowed are 128 to 1048576 bytes"),
            setting(ctx -> ctx.slotLength(200), "slotLength=200: allowed are multiples of the cache line, 64 bytes; "),
            setting(ctx -> ctx.slotCount(0), "slotCount=0: allowed are 1 to 16777216 slots"),
            setting(ctx -> ctx.slotCount(-8), "slotCount=-8: allowed are 1 to 16777216 slots"),
            setting(ctx -> ctx.slotCount(100), "slotCount=100: allowed are powers of two; the next one is 128"),
            setting(ctx -> ctx.stageCount(0), "stageCount=0: allowed are 1 to 16 stages"),
            setting(ctx -> ctx.stageCount(17), "stageCount=17: allowed are 1 to 16 stages"),
            setting(ctx -> ctx.producerType(null), "producerType=null: allowed are SINGLE and MULTI"),
            setting(ctx -> ctx.maxEntryLength(0), "maxEntryLength=0: allowed are 1 to 524224 bytes: the longest"),
            setting(
                ctx -> ctx.slotCount(2).slotLength(128).maxEntryLength(193),
                "maxEntryLength=193: allowed are 1 to 192 bytes: the longest entry and its header of 64 bytes must " +
                    "fit into slotCount=2 slots of slotLength=128"),
            setting(
                ctx -> ctx.slotCount(1 << 24).slotLength(128),
                "slotCount=16777216, slotLength=128, maxEntryLength=65536: take 2147549184 bytes, allowed are "));
    }

    private static Arguments setting(final UnaryOperator<RingContext> change, final String message)
    {
        return Arguments.of(change, message);
    }

    @ParameterizedTest
    @MethodSource("notAllowed")
    void shouldNameFieldValueAndWhatIsAllowed(final UnaryOperator<RingContext> change, final String expected)
    {
        final RingContext context = change.apply(new RingContext());
        final String message = assertThrows(IllegalArgumentException.class, context::conclude).getMessage();
        assertTrue(message.startsWith(expected), message);
    }

    @Test
    void shouldServeOneRingOnly()
    {
        final RingContext context = new RingContext().slotCount(256);
        final EntryRing ring = new EntryRing(context);
        assertEquals(256, ring.slotCount());
        assertThrows(IllegalStateException.class, () -> new EntryRing(context));
        assertThrows(IllegalStateException.class, () -> context.slotLength(1024));
    }
}
