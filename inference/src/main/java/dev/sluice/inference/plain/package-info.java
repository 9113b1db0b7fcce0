/**
 * A model runtime in plain Java, for machines on which the native one does not run: reads ONNX
 * files, gives every value of the graph its place once, and runs the nodes one after the other. It
 * has the operators of small networks and refuses a graph with any other. State belongs to the
 * model that was loaded, one thread at a time. Imports the JDK, Protocol Buffers' reader and the
 * package above.
 */
package dev.sluice.inference.plain;
