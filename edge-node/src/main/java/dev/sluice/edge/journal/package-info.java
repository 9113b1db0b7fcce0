/**
 * The journal: an append-only log in segments that keeps what the broker must not forget. The log's
 * logic has no thread and no clock: {@link dev.sluice.edge.journal.SteppedJournal} is it, and
 * {@link dev.sluice.edge.journal.Journal} gives it both. Beside it stand queues that are not of the
 * broker, which share its batches. Imports the broker's records, the spools and the JDK.
 */
package dev.sluice.edge.journal;
