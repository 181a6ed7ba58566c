package io.antumbra.node;

import picocli.CommandLine.IVersionProvider;

/**
 * Reads the version from the manifest of the jar that this class was loaded from.
 */
final class VersionProvider implements IVersionProvider
{
    @Override
    public String[] getVersion()
    {
        final String version = VersionProvider.class.getPackage().getImplementationVersion();
        final String jvm = "JVM: " + Runtime.version();

        return new String[]{ "antumbra " + (null == version ? "(not run from its jar)" : version), jvm };
    }
}
