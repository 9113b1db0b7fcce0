/**
 * The lanes to the cloud on disk: reads what is to be sent, packs it where that pays, and releases
 * what has arrived, on a thread of its own. What is written there comes through the journal.
 * Imports {@code dev.sluice.edge.core}, the spools, the protocol's values, and aircompressor for
 * Zstandard.
 */
package dev.sluice.edge.lanes;
