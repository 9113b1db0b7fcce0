/**
 * The decision log: its lines, which the edge node writes and the laboratory reads, and reading its
 * files. No state. Imports values of {@code dev.sluice.offload}, and Jackson.
 */
package dev.sluice.policy.log;
