/**
 * The edge-cloud protocol, both halves in one place, as state machines: envelopes, RECEIVED,
 * answers, deduplication, liveness. No socket, clock, thread, lock or logging. Imports the JDK
 * only.
 */
package dev.sluice.uplink;
