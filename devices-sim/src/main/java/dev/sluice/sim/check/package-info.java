/**
 * Judges what a broker and its inference routes did with every message of every device: lost,
 * duplicate, late, right or wrong. Pure: the caller says what happened and when, and owns the one
 * {@link dev.sluice.sim.check.Checker} on one thread. Imports the JDK and HdrHistogram.
 */
package dev.sluice.sim.check;
