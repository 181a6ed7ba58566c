package io.antumbra.chaos.check;

import java.util.ArrayList;
import java.util.List;

/**
 * The textbook way to judge a history (Wing and Gong 1993, "Testing and verifying concurrent objects"): take any
 * operation that nobody was answered before it asked, apply it to the object, and try to go on. Exponential, for tiny
 * histories of one stream; knows only what a log does.
 */
final class WingGongSearch
{
    /** Never answered. */
    static final int OPEN = Integer.MAX_VALUE;

    enum Kind
    {
        APPEND, READ, POSITION
    }

    /** One operation; times are the places of its two events in the history. */
    static final class Operation
    {
        final int id;
        final Kind kind;
        final int askedAt;

        /** Sequence of a read. */
        final int argument;
        int answeredAt = OPEN;

        /** Sequence of an append, append that a read returned or 0, or a position. */
        int result;

        Operation(final int id, final Kind kind, final int askedAt, final int argument)
        {
            this.id = id;
            this.kind = kind;
            this.askedAt = askedAt;
            this.argument = argument;
        }

        @Override
        public String toString()
        {
            return kind + " " + id + (kind == Kind.READ ? " of " + argument : "") + " [" + askedAt + ", " +
                (answeredAt == OPEN ? "open]" : answeredAt + "] -> " + result);
        }
    }

    private WingGongSearch()
    {
    }

    /**
     * @param operations of one stream, without those that were refused.
     * @return true when some order explains every answer.
     */
    static boolean isLinearizable(final List<Operation> operations)
    {
        return search(new ArrayList<>(operations), new ArrayList<>());
    }

    private static boolean search(final List<Operation> left, final List<Integer> log)
    {
        int firstAnswer = OPEN;
        for (final Operation operation : left)
        {
            firstAnswer = Math.min(firstAnswer, operation.answeredAt);
        }
        if (firstAnswer == OPEN)
        {
            return true;
        }
        for (int i = 0; i < left.size(); i++)
        {
            final Operation operation = left.get(i);
            if (operation.askedAt < firstAnswer && mayComeNext(operation, log))
            {
                left.remove(i);
                if (operation.kind == Kind.APPEND)
                {
                    log.add(operation.id);
                }
                final boolean isFound = search(left, log);
                if (operation.kind == Kind.APPEND)
                {
                    log.remove(log.size() - 1);
                }
                left.add(i, operation);
                if (isFound)
                {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean mayComeNext(final Operation operation, final List<Integer> log)
    {
        if (operation.answeredAt == OPEN)
        {
            return operation.kind == Kind.APPEND;
        }
        switch (operation.kind)
        {
            case APPEND:
                return operation.result == log.size() + 1;
            case READ:
                return operation.result == (operation.argument > log.size() ? 0 : log.get(operation.argument - 1));
            default:
                return operation.result == log.size();
        }
    }
}
