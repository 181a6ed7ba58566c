package io.antumbra.node.demo;

import io.antumbra.node.term.NodeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the demo appends, how fast, and how large the shadows must be to keep all of it. Without an input of the user's
 * own: a live market-data feed at six times its own pace, and a web server's access log spread over the same time.
 */
final class DemoPlan
{
    private static final String FEED = "binance_spot_btcusdt_20240808.feed.gz";
    private static final String ACCESS_LOG = "apache_access.log.gz";
    private static final double DEFAULT_SPEED = 6;
    private static final double DEFAULT_SECONDS = 58;
    private static final double NS_PER_SECOND = 1e9;

    private final List<DemoStream> streams;

    private DemoPlan(final List<DemoStream> streams)
    {
        this.streams = List.copyOf(streams);
    }

    /**
     * @param options with an input of the user's own; read once here.
     * @return one stream of it.
     */
    static DemoPlan own(final DemoOptions options)
    {
        final boolean isTimed = options.speed > 0;
        final InputSurvey survey = InputSurvey.of(options.input, isTimed, options.entries);
        final double rate = options.ratePerSecond > 0 ? options.ratePerSecond : survey.entries() / DEFAULT_SECONDS;
        final DemoStream stream = new DemoStream(
            "input", options.input.toAbsolutePath(), survey, isTimed ? options.speed : 0, isTimed ? 0 : rate);
        return new DemoPlan(List.of(stream));
    }

    /**
     * @param options without an input.
     * @param folder  for the bundled files.
     * @return two streams of them.
     */
    static DemoPlan bundled(final DemoOptions options, final Path folder)
    {
        final Path feed = extract(FEED, folder);
        final Path access = extract(ACCESS_LOG, folder);
        final InputSurvey allOfFeed = InputSurvey.of(feed, true, Long.MAX_VALUE);
        final InputSurvey allOfAccess = InputSurvey.of(access, false, Long.MAX_VALUE);
        final double all = allOfFeed.entries() + allOfAccess.entries();
        final double share = Math.min(1, options.entries / all);
        final long feedEntries = Math.max(1, Math.round(allOfFeed.entries() * share));
        final long accessEntries = Math.max(1, Math.round(allOfAccess.entries() * share));
        final InputSurvey feedSurvey = share < 1 ? InputSurvey.of(feed, true, feedEntries) : allOfFeed;
        final InputSurvey accessSurvey = share < 1 ? InputSurvey.of(access, false, accessEntries) : allOfAccess;

        final boolean isByRate = options.ratePerSecond > 0;
        final double speed = options.speed > 0 ? options.speed : DEFAULT_SPEED;
        final double seconds = isByRate ? (feedEntries + accessEntries) / options.ratePerSecond :
            Math.max(1e-3, feedSurvey.spanNs() / NS_PER_SECOND / speed);
        final List<DemoStream> streams = new ArrayList<>();
        streams.add(new DemoStream("feed", feed, feedSurvey, isByRate ? 0 : speed, feedEntries / seconds));
        streams.add(new DemoStream("access", access, accessSurvey, 0, accessEntries / seconds));
        return new DemoPlan(streams);
    }

    private static Path extract(final String resource, final Path folder)
    {
        final Path target = folder.resolve(resource);
        try (InputStream in = DemoPlan.class.getResourceAsStream(resource))
        {
            if (null == in)
            {
                throw new IllegalStateException("the program was built without its demo data, " + resource);
            }
            Files.copy(in, target);
            return target;
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot write the demo's input " + target, ex);
        }
    }

    List<DemoStream> streams()
    {
        return streams;
    }

    long entries()
    {
        return streams.stream().mapToLong(DemoStream::entries).sum();
    }

    /** Size classes with room for every entry, as {@code --shadow-classes} takes them. */
    String sizeClasses()
    {
        final StringBuilder classes = new StringBuilder();
        for (int i = 0; i < InputSurvey.CAPACITIES.length; i++)
        {
            long count = 0;
            for (final DemoStream stream : streams)
            {
                count += stream.survey().countByClass(i);
            }
            // A class too small makes a longer slot's room scarce; a few spare slots keep the last entries apart.
            final long slots = Math.max(64, count + count / 16 + 16);
            classes.append(0 == i ? "" : ",").append(InputSurvey.CAPACITIES[i]).append('x').append(slots);
        }
        return classes.toString();
    }
}
