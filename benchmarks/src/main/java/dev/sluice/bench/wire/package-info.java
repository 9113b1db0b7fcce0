/**
 * Just enough MQTT 3.1.1 for a load generator: packets encoded ahead and patched, a scanner that
 * skips bodies. Pure code over buffers; imports the JDK only.
 */
package dev.sluice.bench.wire;
