/**
 * The forwarding plane of the edge-cloud protocol: messages in lanes, first in, first out, kept by
 * the side that sends until the other one has committed them.
 *
 * <p>Both directions are the same two state machines: {@link dev.sluice.uplink.forward.LaneSender}
 * lets batches out within a window and goes back where some are missing; {@link
 * dev.sluice.uplink.forward.LaneReceiver} takes each number once, in order. What they want done
 * comes out as values; files, compression and sockets are their owners' business. Imports {@code
 * dev.sluice.uplink} and the JDK, and of it no clock, thread, lock, file or socket.
 */
package dev.sluice.uplink.forward;
