/**
 * The edge node as one state machine: the broker, the dispatcher of inference requests, the
 * placement engine and the edge's half of the uplink, composed. One thread, the broker loop, owns
 * all of it; time and chance are arguments. No socket, clock, thread, lock or logging. Imports the
 * cores ({@code dev.sluice.broker, mqtt, topic, offload, uplink}), values of {@code
 * dev.sluice.inference}, and Jackson's streaming writer for answers.
 */
package dev.sluice.edge.core;
