package io.antumbra.chaos.architecture.planted.core;

import java.io.File;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import io.antumbra.chaos.architecture.planted.forecasting.UsesCore;

/** Breaks every rule of the pure room, one to a method; never run. */
public final class Impure
{
    long clock()
    {
        return System.nanoTime();
    }

    String thread()
    {
        return Thread.currentThread().getName();
    }

    boolean file()
    {
        return new File("x").exists();
    }

    String socket()
    {
        return InetAddress.getLoopbackAddress().getHostName();
    }

    int unseeded()
    {
        return new Random().nextInt();
    }

    int seeded()
    {
        return new Random(1).nextInt();
    }

    Map<String, String> hashOrder()
    {
        return new HashMap<>();
    }

    int identity()
    {
        return System.identityHashCode(this);
    }

    /**
     * Closes the circle between two packages.
     *
     * @return the other half.
     */
    public UsesCore circle()
    {
        return new UsesCore();
    }
}
