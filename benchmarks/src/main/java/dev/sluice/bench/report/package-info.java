/**
 * What was measured, kept by case, peer and round, and how it is shown. Imports {@code trial}'s
 * values and {@code stats}.
 */
package dev.sluice.bench.report;
