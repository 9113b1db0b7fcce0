/**
 * The edge-cloud protocol, both halves in one place: envelopes and their bytes, and the two state
 * machines that exchange them over whatever MQTT broker stands in between.
 *
 * <p>Each link object is owned by one loop; time is an argument and what it wants done comes out as
 * values, so both halves run against each other in a test without a socket. Imports the JDK only,
 * and of it no clock, thread, lock, file or socket.
 */
package dev.sluice.uplink;
