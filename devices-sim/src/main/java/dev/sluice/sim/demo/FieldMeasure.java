package dev.sluice.sim.demo;

/**
 * What one message takes on this machine when nothing waits.
 *
 * @param localMs to its answer here
 * @param cloudMs to its answer from the cloud, without the link's latency
 * @param bytes on the uplink, with all that goes up beside it
 */
record FieldMeasure(double localMs, double cloudMs, double bytes) {
  static final FieldMeasure NONE = new FieldMeasure(1, 1, 1);

  FieldMeasure {
    if (!(localMs > 0 && cloudMs > 0 && bytes > 0)) {
      throw new IllegalArgumentException(
          "a message takes no time or no bytes: %s ms here, %s ms there, %s bytes"
              .formatted(localMs, cloudMs, bytes));
    }
  }
}
