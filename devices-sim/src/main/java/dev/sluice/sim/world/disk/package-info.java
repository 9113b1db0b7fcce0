/**
 * The gateway's disk and the shipped journal on it, stepped through virtual time. Imports the
 * journal and its storage, which no other package of the world may.
 */
package dev.sluice.sim.world.disk;
