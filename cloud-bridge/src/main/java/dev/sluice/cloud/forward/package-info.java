/**
 * What edge nodes have forwarded: kept on disk in the order of each lane, then published to the
 * broker. A thread of its own unpacks, writes and reads; everything else is told on the loop.
 * Imports the spools and their storage, the protocol's values, aircompressor for Zstandard, and the
 * JDK.
 */
package dev.sluice.cloud.forward;
