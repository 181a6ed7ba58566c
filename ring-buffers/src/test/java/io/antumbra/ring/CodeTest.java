package io.antumbra.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeTest
{
    @ParameterizedTest
    @CsvSource({
        "-1, BACK_PRESSURED", "-2, NOT_CONNECTED", "-3, CLOSED", "-4, TOO_LONG", "-5, NOT_PRIMARY", "-6, EMPTY",
        "-7, ADMIN_ACTION", "-8, GAP_BEYOND_SHADOW", "-9, NOT_RETAINED", "0, OK", "9223372036854775807, OK",
        "-10, UNKNOWN(-10)", "-4294967297, UNKNOWN(-4294967297)" })
    void shouldNameEachCodeByItsFixedValue(final long value, final String name)
    {
        assertEquals(name, Code.name(value));
    }
}
