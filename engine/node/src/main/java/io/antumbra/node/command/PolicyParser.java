package io.antumbra.node.command;

import io.antumbra.core.ShadowingPolicy;
import io.antumbra.node.input.Rates;
import io.antumbra.node.term.ExitStatus;
import io.antumbra.node.term.NodeException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a shadowing policy as it is written on the command line: conditions joined by {@code and}, groups of those
 * joined by {@code or}. Example: {@code priority>=5 and size>=1k or size>=16k}.
 */
final class PolicyParser
{
    private static final Pattern CONDITION = Pattern.compile("(priority|size)\\s*>=\\s*(\\w+)");

    private PolicyParser()
    {
    }

    static ShadowingPolicy parse(final String text)
    {
        if ("all".equals(text.strip()))
        {
            return ShadowingPolicy.all();
        }
        final String[] groups = text.strip().split("\\s+or\\s+", -1);
        final ShadowingPolicy[] any = new ShadowingPolicy[groups.length];
        for (int i = 0; i < groups.length; i++)
        {
            final String[] conditions = groups[i].split("\\s+and\\s+", -1);
            final ShadowingPolicy[] all = new ShadowingPolicy[conditions.length];
            for (int j = 0; j < conditions.length; j++)
            {
                all[j] = condition(text, conditions[j].strip());
            }
            any[i] = 1 == all.length ? all[0] : ShadowingPolicy.allOf(all);
        }
        return 1 == any.length ? any[0] : ShadowingPolicy.anyOf(any);
    }

    private static ShadowingPolicy condition(final String text, final String condition)
    {
        final Matcher matcher = CONDITION.matcher(condition);
        if (matcher.matches())
        {
            if ("size".equals(matcher.group(1)))
            {
                return ShadowingPolicy.sizeAtLeast(Rates.bytes("--policy", matcher.group(2)));
            }
            if (matcher.group(2).matches("\\d{1,5}"))
            {
                return ShadowingPolicy.priorityAtLeast(Integer.parseInt(matcher.group(2)));
            }
        }
        throw new NodeException(ExitStatus.USAGE, "--policy '" + text + "': do not understand '" + condition +
            "'. Expected 'all', or conditions such as 'priority>=5 and size>=1k or size>=16k'.");
    }
}
