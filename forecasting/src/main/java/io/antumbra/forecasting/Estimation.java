package io.antumbra.forecasting;

/**
 * How the coefficients of an ARMA model are estimated online. Both are one Gauss-Newton step per observation; they
 * differ in the direction in which the step is taken.
 */
public enum Estimation
{
    /**
     * Recursive extended least squares, also called recursive pseudo-linear regression: the regressor itself is taken
     * for the gradient (Ljung, System Identification, 2nd ed. 1999, section 11.5). Cheapest. Converges to the right
     * moving-average part only when that is "positive real", and can stay far off when the order is too small.
     */
    EXTENDED_LEAST_SQUARES,

    /**
     * Recursive maximum likelihood, the recursive prediction-error method for ARMA: the regressor is filtered through
     * the inverse of the estimated moving-average polynomial, which is the true gradient (Soederstrom 1973; Ljung,
     * section 11.4). A few nanoseconds more; the better one on most series, so the default.
     */
    RECURSIVE_MAXIMUM_LIKELIHOOD
}
