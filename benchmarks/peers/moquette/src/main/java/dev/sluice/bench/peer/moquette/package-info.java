/** Moquette as a process that the benchmark can start; on a class path of its own. */
package dev.sluice.bench.peer.moquette;
