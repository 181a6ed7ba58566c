/**
 * {@code antumbra forecast}: one column of a file through a forecaster, as if its values came in one by one.
 *
 * <pre>
 *   CsvColumn ──values──► ForecastRun ──► Scores        ──► ForecastReport   lines and JSON
 *   (CsvCells)            model, interval ├► ForecastOutput   a CSV row for each step
 *                                         └► ForecastPlot     the picture, however long the file
 * </pre>
 *
 * Memory does not grow with the file. Starts neither Aeron nor Chronicle.
 */
package io.antumbra.node.forecast;
