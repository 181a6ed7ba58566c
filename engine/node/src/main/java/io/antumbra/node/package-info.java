/**
 * What an operator runs: the command line of the executable jar.
 *
 * <pre>
 *   AntumbraMain --&gt; command --&gt; demo, producer, standby, inspect, forecast, relay
 *                                  demo --&gt; verify, counters, plot     producer --&gt; input, position
 *                                  forecast --&gt; input, plot, and the module of that name: no engine
 *                                  relay --&gt; input, process, and the transport's relay: no engine
 *                                  all of them --&gt; term (exit statuses, messages, the terminal)
 * </pre>
 *
 * A command checks everything it was given before it starts anything. What an operator can mend comes as one message
 * that names cause and remedy, with an exit status of its own kind; a stack trace means a bug.
 */
package io.antumbra.node;
