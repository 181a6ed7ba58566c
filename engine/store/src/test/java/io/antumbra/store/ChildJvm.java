package io.antumbra.store;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Starts a class of the tests in a process of its own, with the flags of this one. */
final class ChildJvm
{
    private ChildJvm()
    {
    }

    static Process start(final Class<?> main, final File output, final String... args) throws IOException
    {
        final List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        for (final String flag : ManagementFactory.getRuntimeMXBean().getInputArguments())
        {
            if (flag.startsWith("--add") || flag.startsWith("--sun-misc") || flag.startsWith("-Dchronicle") ||
                flag.startsWith("-ea"))
            {
                command.add(flag);
            }
        }
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
    }
}
