package dev.sluice.bench.wire;

import java.util.ArrayList;
import java.util.List;

/** Writes down what it is told. */
final class ArrivalLog implements Arrivals {
  final List<String> lines = new ArrayList<>();

  @Override
  public void connAck(int returnCode) {
    lines.add("connAck " + returnCode);
  }

  @Override
  public void subAck(int packetId, int failures) {
    lines.add("subAck " + packetId + " failures " + failures);
  }

  @Override
  public void publish(
      int qos, boolean dup, int packetId, int publisher, long sequence, long nanos) {
    lines.add(
        "publish qos %d dup %s id %d from %d number %d at %d"
            .formatted(qos, dup, packetId, publisher, sequence, nanos));
  }

  @Override
  public void pubAck(int packetId) {
    lines.add("pubAck " + packetId);
  }

  @Override
  public void pubRec(int packetId) {
    lines.add("pubRec " + packetId);
  }

  @Override
  public void pubRel(int packetId) {
    lines.add("pubRel " + packetId);
  }

  @Override
  public void pubComp(int packetId) {
    lines.add("pubComp " + packetId);
  }

  @Override
  public void unexpected(int header) {
    lines.add("unexpected " + Integer.toHexString(header));
  }
}
