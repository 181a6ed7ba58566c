/**
 * Probabilities that mean what they say: learned online from features or from a score, and judged by what came true.
 *
 * <pre>
 *  features ──► LogisticRegression ── score ──► PlattCalibrator ── probability ──┬──► whoever asked
 *                                                                                ├──► BrierScore
 *                                                                                └──► ReliabilityTable
 * </pre>
 *
 * State is a few fixed arrays; nothing allocates after construction, and each class is for one thread.
 */
package io.antumbra.forecasting.calibration;
