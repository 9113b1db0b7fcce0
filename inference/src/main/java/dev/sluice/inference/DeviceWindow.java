package dev.sluice.inference;

/**
 * The last values of one device on one route: a ring that is padded to the left with its oldest
 * value.
 */
public final class DeviceWindow {
  /**
   * @param length values kept
   */
  public DeviceWindow(int length) {}

  public void add(float[] values) {}

  /**
   * The last {@code length} values, oldest first, a fresh array; where fewer came, the oldest is
   * repeated.
   */
  public float[] snapshot() {
    throw new UnsupportedOperationException("contract only");
  }
}
