package dev.sluice.edge.journal;

import java.util.List;
import java.util.Optional;

/**
 * What the journal has done since it was opened, and how it stands. A snapshot.
 *
 * @param records appended
 * @param bytes appended
 * @param repeatedBytes written again to clean old segments away
 * @param batches written; each waits once for the disk
 * @param forces waits for the disk
 * @param forceNanos time spent writing and waiting, all batches together
 * @param slowestBatchNanos the slowest of them
 * @param bytesOnDisk of all segments
 * @param liveBytes of them that are still needed, roughly
 * @param segments there are
 * @param failures of writes
 * @param waiting records not yet written
 * @param refusing why nothing more is accepted, empty when it is
 * @param losses one line for each thing that is missing, found when it was opened or since
 * @param recovery what was found when it was opened
 */
public record JournalStats(
    long records,
    long bytes,
    long repeatedBytes,
    long batches,
    long forces,
    long forceNanos,
    long slowestBatchNanos,
    long bytesOnDisk,
    long liveBytes,
    int segments,
    long failures,
    int waiting,
    Optional<String> refusing,
    List<String> losses,
    RecoveryReport recovery) {}
