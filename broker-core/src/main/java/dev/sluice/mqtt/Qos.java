package dev.sluice.mqtt;

/** Quality of Service of one hop [MQTT-4.3]. */
public enum Qos {
  AT_MOST_ONCE(0),
  AT_LEAST_ONCE(1),
  EXACTLY_ONCE(2);

  private static final Qos[] LEVELS = values();

  private final int level;

  Qos(int level) {
    this.level = level;
  }

  /** The level on the wire: 0, 1 or 2. */
  public int level() {
    return level;
  }

  /**
   * The Qos of a level on the wire.
   *
   * @throws IllegalArgumentException when the level is not 0, 1 or 2
   */
  public static Qos of(int level) {
    if (level < 0 || level > 2) {
      throw new IllegalArgumentException("QoS must be 0, 1 or 2, not " + level);
    }
    return LEVELS[level];
  }

  /** The lower of the two: what a subscription grants caps what a publication asks. */
  public Qos min(Qos other) {
    return level <= other.level ? this : other;
  }
}
