package dev.sluice.bench.wire;

/** Who is told of each packet that the scanner finds. */
public interface Arrivals {

  /**
   * @param returnCode 0 = accepted
   */
  void connAck(int returnCode);

  /**
   * @param failures filters that the server refused
   */
  void subAck(int packetId, int failures);

  /**
   * A stamped message.
   *
   * @param packetId 0 on QoS 0
   */
  void publish(int qos, boolean dup, int packetId, int publisher, long sequence, long nanos);

  void pubAck(int packetId);

  void pubRec(int packetId);

  void pubRel(int packetId);

  void pubComp(int packetId);

  /** What the generator did not expect: a packet of another type, or a message without stamp. */
  void unexpected(int header);
}
