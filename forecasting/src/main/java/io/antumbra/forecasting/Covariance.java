package io.antumbra.forecasting;

import java.util.Arrays;

/**
 * The covariance P of the coefficients that {@link ArmaEstimator} estimates, and the one pass over it that a recursive
 * least-squares step takes. For one thread, no allocation.
 *
 * <pre>
 *  P = level Q          Q in blocks:   T        T  triangle on the diagonal, 4 x 4, its 10 entries row by row
 *                                      T S      S  square below it, 4 x 4, row by row
 *                                      T S S    R  row, 1 x 4, of a coefficient that is left over,
 *                                      1 R R R     after its own entry
 *
 *  project:  Q := Q + owed g g'            what was learned in the step before
 *            g := Q psi
 *  learn:    owed  := - level inverse      so that  level Q := (P - P psi psi' P inverse) / forgetting
 *            level := level / forgetting
 *
 *  numbers = [ g | Q ]
 * </pre>
 *
 * Only entries on and below the diagonal exist, so P cannot become asymmetric. The pass is most of what a step costs,
 * hence: a step ends with a change of each entry, and the next one begins by reading each, so both are one pass, and
 * between steps the change is owed ({@link #settle} pays it). Forgetting is a factor of all entries, which the level
 * takes alone. The pass goes by blocks whose entries are written out: loops of a few turns, each behind its own checks
 * of the range, cost more than what is in them. Two or three coefficients left over share a block with zeros. The old
 * g and psi are read before anything is written, for the JVM has to read again what it cannot know to be in another
 * array; all that is written is in one array, where it can tell; and each method is small enough (325 bytes) to become
 * a part of its caller.
 */
final class Covariance
{
    private static final int BLOCK = 4;
    private static final int FIVE = 5;
    private static final int EIGHT = 2 * BLOCK;
    private static final int TRIANGLE = 10;
    private static final int SQUARE = 16;
    private static final double MAX_LEVEL = 0x1p16;

    private final double[] prior;
    private final int size;
    private final int blocked;
    private final double growth;
    private final double maxTrace;
    private final int length;
    private final double[] numbers;
    private final double[] before;
    private double level;
    private double owed;
    private double traceOfEntries;

    /**
     * @param prior      variances of the coefficients before anything was learned.
     * @param forgetting factor.
     */
    Covariance(final double[] prior, final double forgetting)
    {
        this.prior = prior;
        size = prior.length;
        blocked = size <= BLOCK ? BLOCK : 1 == size % BLOCK ? size - 1 : (size + BLOCK - 1) / BLOCK * BLOCK;
        length = size <= BLOCK ? BLOCK : Math.max(EIGHT, Math.max(size, blocked) + 1 & ~1);
        growth = 1.0 / forgetting;
        maxTrace = Arrays.stream(prior).sum();
        // At least as many as two blocks take, for the reason that Vectors.room tells.
        numbers =
            new double[Math.max(EIGHT + 2 * TRIANGLE + SQUARE, start(blocked / BLOCK) + (blocked < size ? size : 0))];
        before = new double[length];
        reset();
    }

    /**
     * How much of psi counts: a length for {@link Vectors}, the room of which psi has to have.
     */
    int length()
    {
        return length;
    }

    /**
     * Knows nothing but the prior.
     */
    void reset()
    {
        Arrays.fill(numbers, 0.0);
        for (int i = 0; i < size; i++)
        {
            numbers[index(i, i)] = prior[i];
        }
        level = 1.0;
        owed = 0.0;
        traceOfEntries = maxTrace;
    }

    /**
     * Finds the {@link #direction} g.
     *
     * @param psi what is beyond the coefficients has to be finite and counts nothing.
     * @return psi' Q psi; negative or NaN when rounding took Q out of the positive ones.
     */
    double project(final double[] psi)
    {
        if (!(level <= MAX_LEVEL))
        {
            settle();
        }

        if (BLOCK == length)
        {
            return four(psi);
        }
        if (FIVE == size)
        {
            five(psi);
        }
        else if (EIGHT == length)
        {
            eight(psi);
        }
        else
        {
            any(psi);
        }
        return Vectors.dot(psi, numbers, length);
    }

    /**
     * What {@link #project} found: the first elements of an array to read from, until its next call.
     */
    double[] direction()
    {
        return numbers;
    }

    /**
     * P psi is this often the {@link #direction}, and psi' P psi as often what {@link #project} returns.
     */
    double level()
    {
        return level;
    }

    /**
     * Takes in what was learned in the direction, and forgets, but never beyond the trace of the prior.
     *
     * @param inverse 1 / (forgetting variance + psi' P psi).
     * @param squares g' g.
     */
    void learn(final double inverse, final double squares)
    {
        owed = -level * inverse;
        traceOfEntries = Math.fma(owed, squares, traceOfEntries);
        final double left = level * traceOfEntries;
        level *= left * growth > maxTrace ? maxTrace / left : growth;
    }

    /**
     * Knows less than it did: a part of the prior is added, within the bound that the trace has anyhow.
     */
    void doubt(final double part)
    {
        settle();
        for (int i = 0; i < size; i++)
        {
            numbers[index(i, i)] += part * prior[i];
        }
        traceOfEntries = trace();
        level = traceOfEntries > maxTrace ? maxTrace / traceOfEntries : 1.0;
    }

    /**
     * Sum of the variances.
     */
    double trace()
    {
        final double[] g = numbers;
        double sum = 0.0;
        for (int i = 0; i < size; i++)
        {
            sum += Math.fma(g[i] * owed, g[i], numbers[index(i, i)]);
        }
        return sum * level;
    }

    private void settle()
    {
        traceOfEntries = trace();
        final double[] g = numbers;
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                final int at = index(i, j);
                numbers[at] = Math.fma(g[i] * owed, g[j], numbers[at]) * level;
            }
        }
        level = 1.0;
        owed = 0.0;
    }

    private int index(final int i, final int j)
    {
        final int block = i / BLOCK;
        final int start = start(block);
        if (i == blocked)
        {
            return i == j ? start : start + 1 + j;
        }

        final int row = i % BLOCK;
        final int column = j % BLOCK;
        return j / BLOCK == block ?
            start + row * (row + 1) / 2 + column :
            start + TRIANGLE + j / BLOCK * SQUARE + row * BLOCK + column;
    }

    private int start(final int block)
    {
        return length + block * TRIANGLE + block * (block - 1) / 2 * SQUARE;
    }

    private double four(final double[] z)
    {
        final double[] q = numbers;
        triangle(q, BLOCK, 0, owed, q[0], q[1], q[2], q[3], z[0], z[1], z[2], z[3]);
        return dot(q[0], q[1], q[2], q[3], z[0], z[1], z[2], z[3]);
    }

    private void eight(final double[] z)
    {
        final double[] q = numbers;
        final double b0 = q[0];
        final double b1 = q[1];
        final double b2 = q[2];
        final double b3 = q[3];
        final double b4 = q[4];
        final double b5 = q[5];
        final double b6 = q[6];
        final double b7 = q[7];
        final double z0 = z[0];
        final double z1 = z[1];
        final double z2 = z[2];
        final double z3 = z[3];
        final double z4 = z[4];
        final double z5 = z[5];
        final double z6 = z[6];
        final double z7 = z[7];
        final double s = owed;
        triangle(q, EIGHT, 0, s, b0, b1, b2, b3, z0, z1, z2, z3);
        triangle(q, EIGHT + TRIANGLE, 4, s, b4, b5, b6, b7, z4, z5, z6, z7);
        twoRows(q, EIGHT + 2 * TRIANGLE, 4, 0, b4 * s, b5 * s, b0, b1, b2, b3, z0, z1, z2, z3, z4, z5);
        twoRows(q, EIGHT + 2 * TRIANGLE + 2 * BLOCK, 6, 0, b6 * s, b7 * s, b0, b1, b2, b3, z0, z1, z2, z3, z6, z7);
    }

    private void any(final double[] z)
    {
        final double[] q = numbers;
        final double[] b = before;
        System.arraycopy(q, 0, b, 0, length);
        int at = length;
        for (int i = 0; i < blocked; i += BLOCK)
        {
            triangle(q, at, i, owed, b[i], b[i + 1], b[i + 2], b[i + 3], z[i], z[i + 1], z[i + 2], z[i + 3]);
            at += TRIANGLE;
            for (int j = 0; j < i; j += BLOCK)
            {
                for (int k = i; k < i + BLOCK; k += 2)
                {
                    twoRows(q, at, k, j, b[k] * owed, b[k + 1] * owed, b[j], b[j + 1], b[j + 2], b[j + 3], z[j],
                        z[j + 1], z[j + 2], z[j + 3], z[k], z[k + 1]);
                    at += 2 * BLOCK;
                }
            }
        }
        if (blocked < size)
        {
            row(at, z);
        }
    }

    /**
     * A triangle, and {@link #row} with the fifth.
     */
    private void five(final double[] z)
    {
        final double[] q = numbers;
        final double b0 = q[0];
        final double b1 = q[1];
        final double b2 = q[2];
        final double b3 = q[3];
        final double s = q[4] * owed;
        final double z0 = z[0];
        final double z1 = z[1];
        final double z2 = z[2];
        final double z3 = z[3];
        final double z4 = z[4];
        final double q44 = changed(q, EIGHT + TRIANGLE, s, q[4]);
        final double q40 = changed(q, EIGHT + TRIANGLE + 1, s, b0);
        final double q41 = changed(q, EIGHT + TRIANGLE + 2, s, b1);
        final double q42 = changed(q, EIGHT + TRIANGLE + 3, s, b2);
        final double q43 = changed(q, EIGHT + TRIANGLE + 4, s, b3);
        triangle(q, EIGHT, 0, owed, b0, b1, b2, b3, z0, z1, z2, z3);
        q[0] = Math.fma(q40, z4, q[0]);
        q[1] = Math.fma(q41, z4, q[1]);
        q[2] = Math.fma(q42, z4, q[2]);
        q[3] = Math.fma(q43, z4, q[3]);
        q[4] = Math.fma(q44, z4, dot(q40, q41, q42, q43, z0, z1, z2, z3));
    }

    /**
     * The block's own part of g.
     *
     * @param at where its entries begin.
     * @param i  its first row and column.
     */
    private static void triangle(
        final double[] q, final int at, final int i, final double owed, final double b0, final double b1,
        final double b2, final double b3, final double z0, final double z1, final double z2, final double z3)
    {
        final double s1 = b1 * owed;
        final double s2 = b2 * owed;
        final double s3 = b3 * owed;
        final double q00 = changed(q, at, b0 * owed, b0);
        final double q10 = changed(q, at + 1, s1, b0);
        final double q11 = changed(q, at + 2, s1, b1);
        final double q20 = changed(q, at + 3, s2, b0);
        final double q21 = changed(q, at + 4, s2, b1);
        final double q22 = changed(q, at + 5, s2, b2);
        final double q30 = changed(q, at + 6, s3, b0);
        final double q31 = changed(q, at + 7, s3, b1);
        final double q32 = changed(q, at + 8, s3, b2);
        final double q33 = changed(q, at + 9, s3, b3);
        q[i] = dot(q00, q10, q20, q30, z0, z1, z2, z3);
        q[i + 1] = dot(q10, q11, q21, q31, z0, z1, z2, z3);
        q[i + 2] = dot(q20, q21, q22, q32, z0, z1, z2, z3);
        q[i + 3] = dot(q30, q31, q32, q33, z0, z1, z2, z3);
    }

    /**
     * Half a square: its rows i and i + 1, its columns those from j on. An entry counts on both sides of the diagonal.
     *
     * @param s old g times what is owed, of row i, and t of the next.
     * @param y psi of row i, and x of the next.
     */
    private static void twoRows(
        final double[] q, final int at, final int i, final int j, final double s, final double t, final double b0,
        final double b1, final double b2, final double b3, final double z0, final double z1, final double z2,
        final double z3, final double y, final double x)
    {
        final double q0 = changed(q, at, s, b0);
        final double q1 = changed(q, at + 1, s, b1);
        final double q2 = changed(q, at + 2, s, b2);
        final double q3 = changed(q, at + 3, s, b3);
        final double r0 = changed(q, at + 4, t, b0);
        final double r1 = changed(q, at + 5, t, b1);
        final double r2 = changed(q, at + 6, t, b2);
        final double r3 = changed(q, at + 7, t, b3);
        add(q, j, q0, y, r0, x);
        add(q, j + 1, q1, y, r1, x);
        add(q, j + 2, q2, y, r2, x);
        add(q, j + 3, q3, y, r3, x);
        q[i] += dot(q0, q1, q2, q3, z0, z1, z2, z3);
        q[i + 1] += dot(r0, r1, r2, r3, z0, z1, z2, z3);
    }

    private void row(final int start, final double[] z)
    {
        final double[] q = numbers;
        final double[] b = before;
        final double s = b[blocked] * owed;
        final double own = z[blocked];
        double sum = changed(q, start, s, b[blocked]) * own;
        for (int j = 0, at = start + 1; j < blocked; j += BLOCK, at += BLOCK)
        {
            final double q0 = changed(q, at, s, b[j]);
            final double q1 = changed(q, at + 1, s, b[j + 1]);
            final double q2 = changed(q, at + 2, s, b[j + 2]);
            final double q3 = changed(q, at + 3, s, b[j + 3]);
            sum += dot(q0, q1, q2, q3, z[j], z[j + 1], z[j + 2], z[j + 3]);
            q[j] = Math.fma(q0, own, q[j]);
            q[j + 1] = Math.fma(q1, own, q[j + 1]);
            q[j + 2] = Math.fma(q2, own, q[j + 2]);
            q[j + 3] = Math.fma(q3, own, q[j + 3]);
        }
        q[blocked] = sum;
    }

    /**
     * An entry, after what the step before owed.
     */
    private static double changed(final double[] q, final int at, final double s, final double b)
    {
        final double now = Math.fma(s, b, q[at]);
        q[at] = now;
        return now;
    }

    private static void add(
        final double[] g, final int at, final double a, final double b, final double c, final double d)
    {
        g[at] = Math.fma(c, d, Math.fma(a, b, g[at]));
    }

    private static double dot(
        final double a0, final double a1, final double a2, final double a3, final double b0, final double b1,
        final double b2, final double b3)
    {
        return Math.fma(a3, b3, Math.fma(a2, b2, Math.fma(a1, b1, a0 * b0)));
    }
}
