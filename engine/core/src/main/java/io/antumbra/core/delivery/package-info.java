/**
 * What an application is given: {@link io.antumbra.core.delivery.Delivery} hands committed entries to its handler, in
 * order, whichever role the replica is in.
 */
package io.antumbra.core.delivery;
