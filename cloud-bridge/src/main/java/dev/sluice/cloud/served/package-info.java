/**
 * The bridge's own models for others: the Open Inference Protocol, version 2, over HTTP. Lives on
 * the event loop that owns the core, and trusts nobody who calls: size, number, time and rights of
 * requests are bounded. Imports Vert.x Web, the protocol's messages and the link's answers.
 */
package dev.sluice.cloud.served;
