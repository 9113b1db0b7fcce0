/**
 * What systemd is told of the node, where it started it: {@code sd_notify(3)} over the datagram
 * socket that it names. Lives on the broker loop, which is what the watchdog watches. Imports
 * Vert.x and Netty's epoll transport: the JDK has no datagram socket of this kind.
 */
package dev.sluice.edge.systemd;
