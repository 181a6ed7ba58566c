package io.antumbra.chaos.architecture.planted.chaos;

/** Stands for any class of the fault runs. */
public final class Fault
{
}
