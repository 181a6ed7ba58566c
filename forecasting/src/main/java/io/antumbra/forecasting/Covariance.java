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
 *  project:  Q := Q - scale g g'           what was learned in the step before
 *            g := Q psi
 *  learn:    scale := level inverse        so that  level Q := (P - P psi psi' P inverse) / forgetting
 *            level := level / forgetting
 * </pre>
 *
 * Only entries on and below the diagonal exist, so P cannot become asymmetric. The pass is most of what a step costs,
 * hence: a step ends with a change of each entry, and the next one begins by reading each, so both are one pass, and
 * between steps the change is owed ({@link #settle} pays it). Forgetting is a factor of all entries, which the level
 * takes alone. And the pass goes by blocks whose entries are written out: loops of a few turns, each behind its own
 * checks of the range, cost more than what is in them. Two or three coefficients left over share a block with zeros.
 */
final class Covariance
{
    private static final int BLOCK = 4;
    private static final int FIVE = 5;
    private static final int TRIANGLE = 10;
    private static final int SQUARE = 16;
    private static final double MAX_LEVEL = 0x1p16;

    private final double[] prior;
    private final int size;
    private final int blocked;
    private final double growth;
    private final double maxTrace;
    private final double[] entries;
    private final double[] evenDirection;
    private final double[] oddDirection;
    private boolean isOdd;
    private double level;
    private double scale;
    private double trace;

    /**
     * @param prior      variances of the coefficients before anything was learned.
     * @param forgetting factor.
     */
    Covariance(final double[] prior, final double forgetting)
    {
        this.prior = prior;
        size = prior.length;
        blocked = 1 == size % BLOCK ? size - 1 : (size + BLOCK - 1) / BLOCK * BLOCK;
        growth = 1.0 / forgetting;
        maxTrace = Arrays.stream(prior).sum();
        entries = new double[start(blocked / BLOCK) + (blocked < size ? size : 0)];
        evenDirection = new double[length()];
        oddDirection = new double[length()];
        reset();
    }

    /**
     * How long psi has to be: an even number, at least {@link Vectors#MIN_LENGTH}.
     */
    int length()
    {
        return Math.max(Vectors.MIN_LENGTH, Math.max(size, blocked) + 1 & ~1);
    }

    /**
     * Knows nothing but the prior.
     */
    void reset()
    {
        Arrays.fill(entries, 0.0);
        for (int i = 0; i < size; i++)
        {
            entries[index(i, i)] = prior[i];
        }
        Arrays.fill(direction(), 0.0);
        level = 1.0;
        scale = 0.0;
    }

    /**
     * Finds the {@link #direction} g.
     *
     * @param psi of {@link #length}; what is beyond the coefficients has to be finite and counts nothing.
     * @return psi' Q psi; negative or NaN when rounding took Q out of the positive ones.
     */
    double project(final double[] psi)
    {
        if (!(level <= MAX_LEVEL))
        {
            settle();
        }

        final double[] before = direction();
        isOdd = !isOdd;
        final double[] g = direction();
        trace = 0.0;
        if (FIVE == size)
        {
            return five(before, psi, g);
        }
        if (blocked <= 2 * BLOCK && size <= blocked)
        {
            return size <= BLOCK ? upToFour(before, psi, g) : upToEight(before, psi, g);
        }

        double spread = 0.0;
        int at = 0;
        for (int i = 0; i < blocked; i += BLOCK)
        {
            spread += triangle(at, i, before, psi, g);
            at += TRIANGLE;
            for (int j = 0; j < i; j += BLOCK)
            {
                spread += 2.0 * square(at, i, j, before, psi, g);
                at += SQUARE;
            }
        }
        return blocked < size ? spread + row(at, before, psi, g) : spread;
    }

    /**
     * What {@link #project} found: an array to read from, until its next call.
     */
    double[] direction()
    {
        return isOdd ? oddDirection : evenDirection;
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
        scale = level * inverse;
        final double left = level * (trace - scale * squares);
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
            entries[index(i, i)] += part * prior[i];
        }
        final double more = trace();
        level = more > maxTrace ? maxTrace / more : 1.0;
    }

    /**
     * Sum of the variances.
     */
    double trace()
    {
        final double[] g = direction();
        double sum = 0.0;
        for (int i = 0; i < size; i++)
        {
            sum += entries[index(i, i)] - g[i] * scale * g[i];
        }
        return sum * level;
    }

    private void settle()
    {
        final double[] g = direction();
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                final int at = index(i, j);
                entries[at] = (entries[at] - g[i] * scale * g[j]) * level;
            }
        }
        level = 1.0;
        scale = 0.0;
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

    private static int start(final int block)
    {
        return block * TRIANGLE + block * (block - 1) / 2 * SQUARE;
    }

    private double upToFour(final double[] before, final double[] psi, final double[] g)
    {
        return size > 0 ? triangle(0, 0, before, psi, g) : 0.0;
    }

    private double upToEight(final double[] before, final double[] psi, final double[] g)
    {
        double spread = triangle(0, 0, before, psi, g);
        spread += triangle(TRIANGLE, BLOCK, before, psi, g);
        return spread + 2.0 * square(2 * TRIANGLE, BLOCK, 0, before, psi, g);
    }

    /**
     * A triangle and the row of the fifth at once, as {@link #triangle} and {@link #row} do them.
     */
    private double five(final double[] before, final double[] z, final double[] g)
    {
        final double[] q = entries;
        final double b0 = before[0];
        final double b1 = before[1];
        final double b2 = before[2];
        final double b3 = before[3];
        final double b4 = before[4];
        final double s1 = b1 * scale;
        final double s2 = b2 * scale;
        final double s3 = b3 * scale;
        final double s4 = b4 * scale;
        final double q00 = q[0] - b0 * scale * b0;
        final double q10 = q[1] - s1 * b0;
        final double q11 = q[2] - s1 * b1;
        final double q20 = q[3] - s2 * b0;
        final double q21 = q[4] - s2 * b1;
        final double q22 = q[5] - s2 * b2;
        final double q30 = q[6] - s3 * b0;
        final double q31 = q[7] - s3 * b1;
        final double q32 = q[8] - s3 * b2;
        final double q33 = q[9] - s3 * b3;
        final double q44 = q[10] - s4 * b4;
        final double q40 = q[11] - s4 * b0;
        final double q41 = q[12] - s4 * b1;
        final double q42 = q[13] - s4 * b2;
        final double q43 = q[14] - s4 * b3;
        q[0] = q00;
        q[1] = q10;
        q[2] = q11;
        q[3] = q20;
        q[4] = q21;
        q[5] = q22;
        q[6] = q30;
        q[7] = q31;
        q[8] = q32;
        q[9] = q33;
        q[10] = q44;
        q[11] = q40;
        q[12] = q41;
        q[13] = q42;
        q[14] = q43;
        trace = q00 + q11 + (q22 + q33) + q44;
        final double z0 = z[0];
        final double z1 = z[1];
        final double z2 = z[2];
        final double z3 = z[3];
        final double z4 = z[4];
        g[0] = q00 * z0 + q10 * z1 + (q20 * z2 + q30 * z3) + q40 * z4;
        g[1] = q10 * z0 + q11 * z1 + (q21 * z2 + q31 * z3) + q41 * z4;
        g[2] = q20 * z0 + q21 * z1 + (q22 * z2 + q32 * z3) + q42 * z4;
        g[3] = q30 * z0 + q31 * z1 + (q32 * z2 + q33 * z3) + q43 * z4;
        g[4] = q40 * z0 + q41 * z1 + (q42 * z2 + q43 * z3) + q44 * z4;
        return g[0] * z0 + g[1] * z1 + (g[2] * z2 + g[3] * z3) + g[4] * z4;
    }

    private double triangle(final int at, final int i, final double[] before, final double[] z, final double[] g)
    {
        final double[] q = entries;
        final double b0 = before[i];
        final double b1 = before[i + 1];
        final double b2 = before[i + 2];
        final double b3 = before[i + 3];
        final double s1 = b1 * scale;
        final double s2 = b2 * scale;
        final double s3 = b3 * scale;
        final double q00 = q[at] - b0 * scale * b0;
        final double q10 = q[at + 1] - s1 * b0;
        final double q11 = q[at + 2] - s1 * b1;
        final double q20 = q[at + 3] - s2 * b0;
        final double q21 = q[at + 4] - s2 * b1;
        final double q22 = q[at + 5] - s2 * b2;
        final double q30 = q[at + 6] - s3 * b0;
        final double q31 = q[at + 7] - s3 * b1;
        final double q32 = q[at + 8] - s3 * b2;
        final double q33 = q[at + 9] - s3 * b3;
        q[at] = q00;
        q[at + 1] = q10;
        q[at + 2] = q11;
        q[at + 3] = q20;
        q[at + 4] = q21;
        q[at + 5] = q22;
        q[at + 6] = q30;
        q[at + 7] = q31;
        q[at + 8] = q32;
        q[at + 9] = q33;
        trace += q00 + q11 + (q22 + q33);
        final double z0 = z[i];
        final double z1 = z[i + 1];
        final double z2 = z[i + 2];
        final double z3 = z[i + 3];
        final double g0 = q00 * z0 + q10 * z1 + (q20 * z2 + q30 * z3);
        final double g1 = q10 * z0 + q11 * z1 + (q21 * z2 + q31 * z3);
        final double g2 = q20 * z0 + q21 * z1 + (q22 * z2 + q32 * z3);
        final double g3 = q30 * z0 + q31 * z1 + (q32 * z2 + q33 * z3);
        g[i] = g0;
        g[i + 1] = g1;
        g[i + 2] = g2;
        g[i + 3] = g3;
        return g0 * z0 + g1 * z1 + (g2 * z2 + g3 * z3);
    }

    /**
     * Its rows are those from i on, its columns those from j on; it counts twice, once on each side of the diagonal.
     */
    private double square(
        final int start, final int i, final int j, final double[] before, final double[] z, final double[] g)
    {
        final double[] q = entries;
        final double b0 = before[j];
        final double b1 = before[j + 1];
        final double b2 = before[j + 2];
        final double b3 = before[j + 3];
        final double z0 = z[j];
        final double z1 = z[j + 1];
        final double z2 = z[j + 2];
        final double z3 = z[j + 3];
        double g0 = g[j];
        double g1 = g[j + 1];
        double g2 = g[j + 2];
        double g3 = g[j + 3];
        double spread = 0.0;
        for (int k = 0; k < BLOCK; k++)
        {
            final int row = i + k;
            final int at = start + k * BLOCK;
            final double s = before[row] * scale;
            final double q0 = q[at] - s * b0;
            final double q1 = q[at + 1] - s * b1;
            final double q2 = q[at + 2] - s * b2;
            final double q3 = q[at + 3] - s * b3;
            q[at] = q0;
            q[at + 1] = q1;
            q[at + 2] = q2;
            q[at + 3] = q3;
            final double own = z[row];
            g0 += q0 * own;
            g1 += q1 * own;
            g2 += q2 * own;
            g3 += q3 * own;
            final double sum = q0 * z0 + q1 * z1 + (q2 * z2 + q3 * z3);
            g[row] += sum;
            spread += sum * own;
        }
        g[j] = g0;
        g[j + 1] = g1;
        g[j + 2] = g2;
        g[j + 3] = g3;
        return spread;
    }

    private double row(final int start, final double[] before, final double[] z, final double[] g)
    {
        final double[] q = entries;
        final double s = before[blocked] * scale;
        final double own = z[blocked];
        final double last = q[start] - s * before[blocked];
        q[start] = last;
        trace += last;
        double sum = 0.0;
        for (int j = 0, at = start + 1; j < blocked; j += BLOCK, at += BLOCK)
        {
            final double q0 = q[at] - s * before[j];
            final double q1 = q[at + 1] - s * before[j + 1];
            final double q2 = q[at + 2] - s * before[j + 2];
            final double q3 = q[at + 3] - s * before[j + 3];
            q[at] = q0;
            q[at + 1] = q1;
            q[at + 2] = q2;
            q[at + 3] = q3;
            sum += q0 * z[j] + q1 * z[j + 1] + (q2 * z[j + 2] + q3 * z[j + 3]);
            g[j] += q0 * own;
            g[j + 1] += q1 * own;
            g[j + 2] += q2 * own;
            g[j + 3] += q3 * own;
        }
        final double ofLast = last * own;
        g[blocked] = sum + ofLast;
        return (2.0 * sum + ofLast) * own;
    }
}
