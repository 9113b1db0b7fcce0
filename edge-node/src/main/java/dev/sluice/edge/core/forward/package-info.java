/**
 * The forwarding rules: which messages of this node go to the cloud, in what form and on which
 * lane. State machines of the broker loop: time is an argument, no clock, thread, lock, logging or
 * I/O. Imports values of {@code dev.sluice.mqtt}, {@code dev.sluice.topic} and {@code
 * dev.sluice.uplink}; JSON is read behind {@link dev.sluice.edge.core.forward.JsonFields}.
 */
package dev.sluice.edge.core.forward;
