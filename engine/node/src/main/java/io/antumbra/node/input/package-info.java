/**
 * Lines in: where the bytes come from (a file, a followed file, standard input), how they become lines, and when each
 * line is to be sent.
 *
 * <pre>
 *   FileBytes | FollowedFile | StreamBytes --bytes--&gt; LineScanner --line--&gt; TimedLine --due time--&gt; Pacing
 * </pre>
 *
 * One thread per source. Nothing here knows of the engine.
 */
package io.antumbra.node.input;
