package dev.sluice.cloud;

import dev.sluice.uplink.forward.LaneSender;
import java.util.ArrayDeque;
import java.util.List;

/** One node and its sender; whether it is there is known by what is heard of it. */
final class DownNode {
  private final ArrayDeque<LaneSender.Output> outputs = new ArrayDeque<>();
  private final LaneSender sender;
  private int messageBytesMax = Integer.MAX_VALUE;
  private boolean there;

  DownNode(LaneSender.Settings settings, List<LaneSender.Lane> lanes) {
    this.sender = new LaneSender(settings, lanes, outputs::add);
  }

  LaneSender sender() {
    return sender;
  }

  int messageBytesMax() {
    return messageBytesMax;
  }

  void onHeard(long nowNanos) {
    if (there) {
      sender.onHeardBeside(nowNanos);
    } else {
      there = true;
      sender.onUp(nowNanos);
    }
  }

  /** It says so on each connection: what an earlier one swallowed is sent again at once. */
  void onSubscribed(int largestMessage, long nowNanos) {
    messageBytesMax = largestMessage;
    there = true;
    sender.onDown();
    sender.onUp(nowNanos);
  }

  void onStalled() {
    there = false;
  }

  /** What the sender asks, to be taken out. */
  ArrayDeque<LaneSender.Output> outputs() {
    return outputs;
  }
}
