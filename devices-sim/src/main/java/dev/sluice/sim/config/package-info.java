/**
 * What {@code sim.yaml} says, as values, checked. Imports {@code dev.sluice.config}, the names of
 * the client libraries and the JDK.
 */
package dev.sluice.sim.config;
