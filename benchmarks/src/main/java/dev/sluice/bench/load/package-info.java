/**
 * The load generator: clients over non-blocking sockets, all on the thread that calls it, which is
 * the only one that touches its state. Imports the JDK, {@code wire}, {@code check} and histograms.
 */
package dev.sluice.bench.load;
