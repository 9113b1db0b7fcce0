/**
 * What edge nodes have forwarded: kept on disk in the order of each lane, then published to the
 * broker. A thread of its own writes and reads; everything else is told on the loop. Imports the
 * spools, the protocol's values and the JDK.
 */
package dev.sluice.cloud.forward;
