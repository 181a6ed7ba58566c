package io.antumbra.node;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The packaged jar as an operator meets it: run by {@code java -jar}, without any flag of the JVM.
 */
class ExecutableJarIT
{
    private static final File JAR = new File(System.getProperty("antumbra.jar", "target/antumbra.jar"));

    @Test
    void shouldRunWithoutFlagsOfTheJvm() throws Exception
    {
        final Result help = run("--help");
        assertEquals(0, help.status, help.output);
        assertTrue(help.output.startsWith("Usage: antumbra"), help.output);

        final Result version = run("--version");
        assertEquals(0, version.status, version.output);
        assertTrue(version.output.startsWith("antumbra 0."), version.output);
    }

    @Test
    void shouldRefuseAnUnknownCommandWithStatusTwo() throws Exception
    {
        final Result result = run("no-such-command");
        assertEquals(2, result.status, result.output);
        assertTrue(result.output.contains("no-such-command"), result.output);
    }

    @Test
    void shouldCarryTheFlagsInItsManifest() throws IOException
    {
        try (JarFile jar = new JarFile(JAR))
        {
            final Attributes attributes = jar.getManifest().getMainAttributes();
            assertTrue(attributes.getValue("Add-Opens").contains("java.base/jdk.internal.misc"));
            assertTrue(attributes.getValue("Add-Exports").contains("java.base/jdk.internal.ref"));
            assertEquals("true", attributes.getValue("Multi-Release"));
            assertNull(jar.getEntry("module-info.class"));
            assertTrue(jar.stream().noneMatch((entry) -> entry.getName().endsWith(".SF")));
        }
    }

    private static Result run(final String... arguments) throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-jar");
        command.add(JAR.getPath());
        command.addAll(List.of(arguments));

        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try
        {
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running; it said: " + output);
            return new Result(process.exitValue(), output);
        }
        finally
        {
            process.destroyForcibly();
        }
    }

    private record Result(int status, String output)
    {
    }
}
