/**
 * The edge node's configuration file as records, and the faults that its schema cannot express.
 * Immutable, read once at the start; the policy file that it names can be read again. Imports
 * {@code dev.sluice.config} and values of the cores.
 */
package dev.sluice.edge.config;
