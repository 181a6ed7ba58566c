/**
 * Known bugs to plant at the ports of a simulated machine, one at a time: a judge that has never caught anything proves
 * nothing. Production code has no switch for any of them; they live behind the ports that the simulator hands out.
 */
package io.antumbra.chaos.plant;
