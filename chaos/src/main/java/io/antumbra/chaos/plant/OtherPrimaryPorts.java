package io.antumbra.chaos.plant;

import io.antumbra.chaos.sim.Leadership;
import io.antumbra.chaos.sim.Ports;
import io.antumbra.core.arbiter.Answer;
import io.antumbra.core.arbiter.Configuration;
import io.antumbra.core.frame.FrameSeal;
import io.antumbra.wire.ConfigurationEncoder;
import io.antumbra.wire.MessageHeaderEncoder;
import org.agrona.concurrent.UnsafeBuffer;

/** Now and then an answer of the arbiter names another member as primary. */
final class OtherPrimaryPorts implements Ports
{
    private static final int EVERY = 5;

    private final Answer answer = new Answer();
    private final FrameSeal seal = new FrameSeal();
    private final ConfigurationEncoder encoder = new ConfigurationEncoder();
    private int answers;

    @Override
    public Leadership leadership()
    {
        return Leadership.ARBITRATED;
    }

    @Override
    public byte[] arbiterAnswer(final Seat seat, final byte[] frame)
    {
        if (!answer.decode(new UnsafeBuffer(frame), 0, frame.length) || ++answers % EVERY != 0)
        {
            return frame;
        }
        final Configuration told = answer.configuration;
        final long others = told.members.set() & ~(1L << told.primaryId);
        if (others == 0)
        {
            return frame;
        }
        final byte[] changed = frame.clone();
        final UnsafeBuffer buffer = new UnsafeBuffer(changed);
        encoder.wrap(buffer, MessageHeaderEncoder.ENCODED_LENGTH).primaryId(Long.numberOfTrailingZeros(others));
        seal.seal(buffer, frame.length - FrameSeal.LENGTH, ConfigurationEncoder.TEMPLATE_ID);
        return changed;
    }
}
