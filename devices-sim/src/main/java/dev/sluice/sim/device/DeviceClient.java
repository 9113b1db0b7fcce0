package dev.sluice.sim.device;

/**
 * The MQTT connection of one device. Its methods are called on one loop and do not block; it tries
 * once to connect when told, and says to its {@link Listener} when that failed or ended.
 */
public interface DeviceClient {
  /** Connects and subscribes; ends in {@code connected} or {@code disconnected}. */
  void connect();

  /**
   * Hands over one message for the device's topic.
   *
   * @return false when there is no connection or its window is full: nothing was sent
   */
  boolean publish(long sequence, byte[] payload);

  /** Leaves the broker without leaving a session behind; nothing is told any more. */
  void close();

  /** What a connection tells, always on the loop. */
  interface Listener {
    /** Connected, and every subscription granted. */
    void connected();

    /** There is no connection (any more); told once per attempt at least. */
    void disconnected(String why);

    /** The broker took responsibility: PUBACK or PUBCOMP. */
    void acknowledged(long sequence);

    /** The broker answered with an error code. */
    void refused(long sequence);

    void received(Inbound message);
  }
}
