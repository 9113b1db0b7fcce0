/**
 * The lanes to the cloud on disk: reads what is to be sent and releases what has arrived, on a
 * thread of its own. What is written there comes through the journal. Imports {@code
 * dev.sluice.edge.core}, the spools and the protocol's values.
 */
package dev.sluice.edge.lanes;
