package dev.sluice.cloud.forward;

import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.forward.Block;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Batches for tests: message n has the payload "n". */
final class Batches {
  static final LinkId LINK = new LinkId("gw", 7);
  static final LaneName LANE = new LaneName("normal");

  private Batches() {}

  static Batch of(long first, long last) {
    return of(LINK, 1, first, last, OptionalLong.empty());
  }

  static Batch of(LinkId link, long base, long first, long last, OptionalLong remainingMs) {
    List<Block.Item> items = new ArrayList<>();
    for (long number = first; number <= last; number++) {
      items.add(new Block.Item(number, remainingMs, MessageCodec.encode(message(number))));
    }
    byte[] block = Block.encode(first, items);
    return new Batch(link, LANE, base, first, last, block);
  }

  static ForwardedMessage message(long number) {
    return new ForwardedMessage(
        "t",
        Long.toString(number).getBytes(StandardCharsets.UTF_8),
        (int) (number % 3),
        false,
        OptionalLong.empty(),
        ForwardedMessage.Properties.NONE);
  }

  static long number(ForwardedMessage message) {
    return Long.parseLong(new String(message.payload(), StandardCharsets.UTF_8));
  }
}
