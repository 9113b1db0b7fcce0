/** Medians and ratios of few, noisy figures. Pure code; imports the JDK only. */
package dev.sluice.bench.stats;
