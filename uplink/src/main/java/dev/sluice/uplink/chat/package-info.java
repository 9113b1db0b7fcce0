/**
 * Text requests between edge and cloud: answers that grow and may be read along. Both halves are
 * state machines without sockets, threads or clocks; each is owned by one loop. Imports the link's
 * identity from {@code dev.sluice.uplink} and the JDK.
 */
package dev.sluice.uplink.chat;
