package dev.sluice.sim.world.plant;

import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.Block;
import dev.sluice.uplink.forward.LaneCodec;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.MessageCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Other messages in a batch, of either direction, than its lane holds. */
interface OtherItems {
  void change(List<Block.Item> items) throws MalformedEnvelopeException;

  /** What else an envelope is goes through as it is. */
  static byte[] in(byte[] envelope, OtherItems other) {
    try {
      if (!(LaneCodec.decode(envelope) instanceof Batch batch)) {
        return envelope;
      }
      List<Block.Item> items =
          new ArrayList<>(Block.decode(batch.first(), batch.last(), batch.block()));
      other.change(items);
      return LaneCodec.encode(
          new Batch(
              batch.link(),
              batch.lane(),
              batch.base(),
              batch.first(),
              batch.last(),
              Block.encode(batch.first(), items)));
    } catch (MalformedEnvelopeException e) {
      throw new IllegalStateException(e);
    }
  }

  static Block.Item with(Block.Item item, byte[] body) {
    return new Block.Item(item.sequence(), item.remainingMs(), body);
  }

  /** Of one topic, wherever two stand behind each other. */
  static void swapNeighbours(List<Block.Item> items) throws MalformedEnvelopeException {
    for (int i = 1; i < items.size(); i++) {
      Block.Item one = items.get(i - 1);
      Block.Item two = items.get(i);
      if (topicOf(one).equals(topicOf(two))) {
        items.set(i - 1, with(one, two.body()));
        items.set(i, with(two, one.body()));
      }
    }
  }

  private static String topicOf(Block.Item item) throws MalformedEnvelopeException {
    return MessageCodec.decode(item.body(), OptionalLong.empty()).topic();
  }
}
