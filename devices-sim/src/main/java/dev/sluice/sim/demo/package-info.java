/**
 * The demonstration: edge node, cloud bridge and devices as child processes, the link between them
 * in this one. The main thread owns all state; each child has one thread that reads its output.
 * Imports {@code dev.sluice.sim.link}, Jackson, picocli, Vert.x and the JDK's process and HTTP
 * clients.
 */
package dev.sluice.sim.demo;
