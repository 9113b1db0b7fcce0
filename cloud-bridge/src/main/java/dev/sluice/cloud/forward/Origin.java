package dev.sluice.cloud.forward;

/**
 * Where a stored message is from.
 *
 * @param sequence its number in the store, the same after a restart
 * @param storedMillis when the bridge took it, on its wall clock
 */
public record Origin(String edgeId, String lane, long sequence, long storedMillis) {
  /** The same whenever it is read again. */
  public String id() {
    return edgeId + "/" + lane + "/" + sequence;
  }
}
