/**
 * The world: the production cores of edge and cloud with simulated clients, links, workers and
 * faults, on one thread from one seed. Here are the runs, their figures and the command; {@code
 * actor} plays, {@code check} judges, {@code plant} proves that the judges see. Imports the pure
 * packages of both sides and no adapter.
 */
package dev.sluice.sim.world;
