package io.antumbra.runtime;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JvmFlagsTest
{
    @Test
    void shouldMissNothingInAJvmThatTheBuildStarted()
    {
        assertEquals(List.of(), JvmFlags.missing());
    }

    @Test
    void shouldMissNothingInAChildThatGotThemAll() throws Exception
    {
        assertEquals("", missingInChild(JvmFlags.forChildJvm()));
    }

    @Test
    void shouldNameEachFlagThatAChildWasStartedWithout() throws Exception
    {
        final List<String> flags = JvmFlags.forChildJvm();
        final List<String> opensAndExports = flags.stream().filter((flag) -> flag.startsWith("--add-")).toList();
        assertTrue(opensAndExports.size() >= 6, flags.toString());

        final String withoutAny = missingInChild(List.of());
        assertEquals(String.join("\n", opensAndExports), withoutAny);

        final List<String> allButOne = new ArrayList<>(flags);
        final String leftOut = allButOne.remove(0);
        assertEquals(leftOut, missingInChild(allButOne));
    }

    private static String missingInChild(final List<String> flags) throws Exception
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", "target/classes" + File.pathSeparator + "target/test-classes"));
        command.add(PrintMissing.class.getName());

        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try
        {
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running; it said: " + output);
            assertEquals(0, process.exitValue(), output);
            return output.trim().replace(System.lineSeparator(), "\n");
        }
        finally
        {
            process.destroyForcibly();
        }
    }

    /** What the child runs. */
    static final class PrintMissing
    {
        private PrintMissing()
        {
        }

        public static void main(final String[] args)
        {
            JvmFlags.missing().forEach(System.out::println);
        }
    }
}
