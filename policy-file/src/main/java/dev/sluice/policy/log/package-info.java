/**
 * A line of the decision log: written by the edge node, read by the laboratory. No state, no files.
 * Imports values of {@code dev.sluice.offload}, and Jackson.
 */
package dev.sluice.policy.log;
