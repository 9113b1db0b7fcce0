/**
 * Who acts in a world: devices, links, the edge process, the hop between edge and cloud, the cloud
 * process, and what strikes them. Every actor lives on one {@link
 * dev.sluice.sim.world.actor.Timeline} and draws from its own split of the world's seed; nothing
 * else decides what happens, so a seed is a whole world. No clock, thread, lock or I/O.
 */
package dev.sluice.sim.world.actor;
