package io.antumbra.node.relay;

import io.antumbra.node.term.ExitStatus;
import io.antumbra.node.term.NodeException;
import io.antumbra.transport.impair.ImpairmentSettings;
import io.antumbra.transport.relay.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One line of words that changes impairments, before the start ({@code --set}) or while the relay runs (standard
 * input):
 * <pre>
 *   [flow=N] [way=forward|back|both] (NAME=VALUE | cut | heal | clear)...
 * </pre>
 * Without {@code flow} it is for all of them, without {@code way} for both. It is understood and checked as a whole
 * before anything is changed.
 */
public final class ControlLine
{
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final int flowCount;
    private final List<String> words = new ArrayList<>();
    private int flow = -1;
    private Direction way;

    private ControlLine(final int flowCount)
    {
        this.flowCount = flowCount;
    }

    /**
     * @param text      of the line.
     * @param flowCount flows that there are.
     * @param link      that is read and changed.
     * @throws NodeException when it is not understood; nothing is changed then.
     */
    public static void apply(final String text, final int flowCount, final Link link)
    {
        apply(List.of(BLANKS.split(text.strip())), flowCount, link);
    }

    /**
     * @param words     of a line.
     * @param flowCount flows that there are.
     * @param link      that is read and changed.
     * @throws NodeException when they are not understood; nothing is changed then.
     */
    public static void apply(final List<String> words, final int flowCount, final Link link)
    {
        final ControlLine line = new ControlLine(flowCount);
        words.forEach(line::parse);
        line.apply(link);
    }

    private static Direction way(final String text)
    {
        return switch (text)
        {
            case "forward" -> Direction.FORWARD;
            case "back" -> Direction.BACK;
            case "both" -> null;
            default -> throw wrong("way " + text + ": expected forward, back or both.");
        };
    }

    private void parse(final String word)
    {
        if (word.startsWith("flow="))
        {
            flow = flow(word.substring("flow=".length()));
        }
        else if (word.startsWith("way="))
        {
            way = way(word.substring("way=".length()));
        }
        else
        {
            words.add(word);
        }
    }

    private int flow(final String number)
    {
        final int parsed = number.matches("\\d{1,3}") ? Integer.parseInt(number) : 0;
        if (parsed < 1 || parsed > flowCount)
        {
            throw wrong("flow " + number + ": expected a number from 1 to " + flowCount + ".");
        }
        return parsed - 1;
    }

    private void apply(final Link link)
    {
        final List<Runnable> changes = new ArrayList<>();
        for (int i = 0; i < flowCount; i++)
        {
            for (final Direction direction : Direction.values())
            {
                if ((flow < 0 || flow == i) && (null == way || way == direction))
                {
                    final int chosen = i;
                    final ImpairmentSettings changed = changed(link.settings(i, direction));
                    changes.add(() -> link.impair(chosen, direction, changed));
                }
            }
        }
        changes.forEach(Runnable::run);
    }

    private ImpairmentSettings changed(final ImpairmentSettings before)
    {
        ImpairmentSettings settings = before.copy();
        for (final String word : words)
        {
            final int equals = word.indexOf('=');
            if (equals > 0)
            {
                final String name = word.substring(0, equals);
                ImpairmentText.set(settings, name, word.substring(equals + 1), name);
            }
            else if ("clear".equals(word))
            {
                settings = new ImpairmentSettings();
            }
            else if ("cut".equals(word) || "heal".equals(word))
            {
                settings.isCut = "cut".equals(word);
            }
            else
            {
                throw wrong("do not understand '" + word + "': expected NAME=VALUE such as loss=1 or delay-us=250, " +
                    "cut, heal or clear, and in front of it flow=N and way=forward or way=back.");
            }
        }
        ImpairmentText.check(settings);
        return settings;
    }

    private static NodeException wrong(final String message)
    {
        return new NodeException(ExitStatus.USAGE, message);
    }

    /** Where impairments are read and changed: a relay's context before the start, the relay itself after. */
    public interface Link
    {
        /**
         * @param flow      from 0.
         * @param direction of it.
         * @return what it does now.
         */
        ImpairmentSettings settings(int flow, Direction direction);

        /**
         * @param flow      from 0.
         * @param direction of it.
         * @param settings  that it is to do.
         */
        void impair(int flow, Direction direction, ImpairmentSettings settings);
    }
}
