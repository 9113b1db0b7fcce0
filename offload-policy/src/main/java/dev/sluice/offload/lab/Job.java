package dev.sluice.offload.lab;

import dev.sluice.offload.PlacementRequest;

/**
 * One message with everything that chance has in store for it: every policy meets the same.
 *
 * @param localNanos its work here, at full speed
 * @param cloudNanos its work there, without faults
 * @param upNanos its own delay on the way up, beyond half a round trip
 * @param downNanos on the way home
 * @param confidence how sure the local model will be, uniform from 0 to 1
 * @param edgeRight whether it will be right
 * @param cloudRight whether the cloud's will be
 */
record Job(
    PlacementRequest request,
    long localNanos,
    long cloudNanos,
    long upNanos,
    long downNanos,
    double confidence,
    boolean edgeRight,
    boolean cloudRight) {}
