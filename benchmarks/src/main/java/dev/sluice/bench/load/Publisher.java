package dev.sluice.bench.load;

import dev.sluice.bench.wire.PublishTemplate;
import java.util.List;
import java.util.Queue;

/** A client that publishes as fast as its flow allows, or when it is told to. */
final class Publisher extends Client {
  private static final int OUT_BYTES = 64 << 10;
  private static final int PUBREL = 0x62;
  private static final int PACKET_IDS = 65_535;

  private final PublishTemplate template;
  private final Flow flow;
  private final Queue<Publisher> eager;
  private final int window;
  private boolean isEager;

  /**
   * @param window messages under way, for the size of its buffer
   * @param eager where the publisher queues when its flow lets it publish
   */
  Publisher(String id, PublishTemplate template, Flow flow, int window, Queue<Publisher> eager) {
    super(id, List.of(), 0);
    this.template = template;
    this.flow = flow;
    this.window = window;
    this.eager = eager;
  }

  @Override
  int outBytes() {
    // Ten thousand publishers with one message each under way need little.
    long all = (long) window * template.size();
    return Math.max((int) Math.min(OUT_BYTES, all), 2 * template.size());
  }

  /** To be called after each change of the flow. */
  void wake() {
    if (!isEager && flow.mayPublish()) {
      isEager = true;
      eager.add(this);
    }
  }

  /** Publishes as much as the flow and the room for bytes allow. */
  void publishAll(long nanos) {
    isEager = false;
    while (flow.mayPublish() && connection().hasRoom(template.size())) {
      publishOne(nanos);
    }
  }

  /**
   * @param nanos the time that the message carries
   */
  void publishOne(long nanos) {
    long sequence = flow.publish();
    template.append(
        connection().out(template.size()), 1 + (int) (sequence % PACKET_IDS), sequence, nanos);
  }

  @Override
  void writable() {
    wake();
  }

  @Override
  public void pubAck(int packetId) {
    flow.acknowledged();
    wake();
  }

  @Override
  public void pubRec(int packetId) {
    sendAck(PUBREL, packetId);
  }

  @Override
  public void pubComp(int packetId) {
    flow.acknowledged();
    wake();
  }

  Flow flow() {
    return flow;
  }
}
