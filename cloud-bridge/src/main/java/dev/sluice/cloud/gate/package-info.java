/**
 * Where edge nodes of other machines come in: TLS with certificates of both sides, and in front of
 * the broker, so that the broker itself listens on loopback only and meets only packets that one
 * edge node may send. A connection belongs to one thread of the gate's own, which nothing else of
 * the bridge waits for. Imports Netty and the link's topic names.
 */
package dev.sluice.cloud.gate;
