/**
 * The cloud bridge's decisions: which request runs next, which are too late, which are too many. It
 * owns the link's memory and the queue of requests; one loop calls it, time is an argument, and
 * what it wants done comes out as values. Imports {@code dev.sluice.uplink} and the JDK, and of it
 * no clock, thread, lock, file or socket.
 */
package dev.sluice.cloud.core;
