/**
 * Many devices at work: their schedule, connections, payloads and reports. One event loop owns all
 * of it, the checker's ledgers included. Imports the other packages of the simulator, Vert.x,
 * Jackson and slf4j.
 */
package dev.sluice.sim.fleet;
