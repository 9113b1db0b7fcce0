/**
 * Trains the models of {@code config/models} from simulated devices and measures them on series
 * they have never seen. A tool for the project's own desk, never shipped. Imports the inference
 * module, the simulator's signals, the ONNX schema, picocli and the JDK; nobody imports it.
 */
package dev.sluice.trainer;
