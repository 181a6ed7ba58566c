/**
 * Latency as numbers and as a picture: reads HdrHistogram logs while they grow, and draws percentiles and their course
 * over time as one SVG file. Knows neither the engine nor the demo.
 */
package io.antumbra.node.plot;
