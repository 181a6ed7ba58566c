package io.antumbra.store;

/** What "the shadow holds it" means. */
public enum Durability
{
    /** In the page cache of the host: survives a kill of the process, not a crash of the host. */
    SURVIVES_PROCESS,

    /** Forced to the device by {@link ChronicleShadow#sync()}: survives a crash of the host. */
    SYNCED_TO_DEVICE
}
