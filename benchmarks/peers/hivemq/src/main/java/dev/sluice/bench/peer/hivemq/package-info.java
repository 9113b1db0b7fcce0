/**
 * HiveMQ CE as a process, on a class path of its own: one that the benchmark measures, and one that
 * tests of the bridge take for somebody else's broker.
 */
package dev.sluice.bench.peer.hivemq;
