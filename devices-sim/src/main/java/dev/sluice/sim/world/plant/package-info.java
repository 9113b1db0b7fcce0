/**
 * Bugs, planted around the production cores and never in them: each shows that one rule of the
 * world is really looked at.
 */
package dev.sluice.sim.world.plant;
