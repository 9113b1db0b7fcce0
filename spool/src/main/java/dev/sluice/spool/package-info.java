/**
 * Queues kept in files: first in, first out, nothing written twice, and little in memory however
 * much is in them. {@link dev.sluice.spool.Spool} is the way in. No thread and no clock: whoever
 * writes and whoever reads may be two threads. Imports {@code dev.sluice.storage} and the JDK.
 */
package dev.sluice.spool;
