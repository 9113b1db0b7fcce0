/**
 * A bad network on purpose: a TCP proxy with the latency, bandwidth, resets and outages of a real
 * uplink. One Vert.x event loop owns all of its state; the shaping itself is pure and takes time
 * and chance as arguments. Imports Vert.x, Netty's channel settings and picocli.
 */
package dev.sluice.sim.link;
