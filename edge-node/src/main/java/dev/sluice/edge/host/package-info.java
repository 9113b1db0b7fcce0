/**
 * The machine under the node: temperature, clock and load of its processor, read from the files of
 * the Linux kernel on a thread of its own. Imports values of {@code dev.sluice.offload} and the
 * JDK.
 */
package dev.sluice.edge.host;
