/**
 * Where simulated devices get their readings: the seeded generator and the replay of recorded
 * series. Pure: chance is an argument. Imports the JDK only.
 */
package dev.sluice.sim.signal;
