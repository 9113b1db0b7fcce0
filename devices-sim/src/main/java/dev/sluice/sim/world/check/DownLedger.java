package dev.sluice.sim.world.check;

import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableRecord.MessageKept;
import dev.sluice.broker.durable.DurableRecord.Taken;
import dev.sluice.broker.durable.SourceMark;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicName;
import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.Block;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.LaneEnvelope.Progress;
import dev.sluice.uplink.forward.MessageCodec;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * What the cloud has promised to bring down, and what has come. Messages are known by what they
 * say, lanes by their numbers; what the edge's journal is given is watched record by record, and
 * what it holds is asked at each start.
 */
public final class DownLedger {
  /** Numbers of commands begin there, so that no device publishes the same. */
  public static final long FIRST_KEY = 1_000_000_000_000L;

  private final Checks checks;
  private final BooleanSupplier trusts;
  private final Set<Long> promised = new HashSet<>();
  private final Map<SourceMark, Long> said = new HashMap<>();
  private final Map<Long, SourceMark> places = new HashMap<>();
  private final Map<String, Long> durable = new HashMap<>();
  private final Map<String, Long> told = new HashMap<>();

  // For one life of the edge.
  private final Map<String, Long> appended = new HashMap<>();
  private final Map<TopicName, Long> latest = new HashMap<>();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

  private record Waiting(long sequence, SourceMark mark) {}

  DownLedger(Checks checks, BooleanSupplier trusts) {
    this.checks = checks;
    this.trusts = trusts;
  }

  /** The publisher in the cloud was told that the message is kept. */
  public void promised(long key) {
    promised.add(key);
  }

  /** A life of the edge begins with these marks. */
  public void started(List<SourceMark> marks) {
    appended.clear();
    latest.clear();
    waiting.clear();
    durable.clear();
    marks.forEach(mark -> durable.put(mark.source(), mark.number()));
    told.forEach(
        (source, number) ->
            checks.require(
                Rule.NO_COMMAND_LOST,
                !trusts.getAsBoolean() || durable.getOrDefault(source, 0L) >= number,
                () -> source + ": the cloud forgot up to " + number + ", and here is " + marks));
  }

  /** What reaches the edge of a lane. */
  public void arrived(Batch batch) {
    String source = batch.lane().value() + "/" + Long.toHexString(batch.link().epoch());
    try {
      for (Block.Item item : Block.decode(batch.first(), batch.last(), batch.block())) {
        ForwardedMessage message = MessageCodec.decode(item.body(), item.remainingMs());
        arrived(new SourceMark(source, item.sequence()), keyOf(message));
      }
    } catch (MalformedEnvelopeException e) {
      throw new BrokenRule(Rule.NO_FAULT, "a batch down: " + e.getMessage());
    }
  }

  static long keyOf(ForwardedMessage message) {
    return Content.keyOf(
        Message.of(
            TopicName.of(message.topic()), Payload.of(message.payload()), Qos.of(message.qos())));
  }

  private void arrived(SourceMark place, long key) {
    said.putIfAbsent(place, key);
    SourceMark before = places.putIfAbsent(key, place);
    checks.require(
        Rule.NO_COMMAND_TWICE,
        before == null || before.equals(place),
        () -> "command " + key + " is kept as " + before + " and as " + place);
  }

  /** What the edge's journal is given. */
  void appended(long sequence, DurableRecord record) {
    if (record instanceof MessageKept kept && kept.mark().isPresent()) {
      SourceMark mark = kept.mark().get();
      checks.require(
          Rule.NO_COMMAND_TWICE,
          !trusts.getAsBoolean() || mark.number() > reached(mark.source()),
          () -> mark + " is published again, after " + reached(mark.source()));
      inOrder(kept.message());
      append(sequence, mark);
    } else if (record instanceof Taken taken) {
      append(sequence, taken.mark());
    }
  }

  private void append(long sequence, SourceMark mark) {
    appended.merge(mark.source(), mark.number(), Math::max);
    waiting.add(new Waiting(sequence, mark));
  }

  private long reached(String source) {
    return Math.max(durable.getOrDefault(source, 0L), appended.getOrDefault(source, 0L));
  }

  private void inOrder(Message message) {
    long key = Content.keyOf(message);
    Long before = latest.put(message.topic(), key);
    checks.require(
        Rule.COMMANDS_IN_ORDER,
        before == null || before < key,
        () -> message.topic() + ": command " + key + " after " + before);
  }

  /** The journal has said that it has the records up to that one. */
  void durable(long sequence) {
    while (!waiting.isEmpty() && waiting.element().sequence() <= sequence) {
      SourceMark mark = waiting.remove().mark();
      durable.merge(mark.source(), mark.number(), Math::max);
    }
  }

  /** The edge tells the cloud what it may forget. */
  public void told(Progress progress) {
    String source = progress.lane().value() + "/" + Long.toHexString(progress.link().epoch());
    if (!durable.containsKey(source) && progress.committed() == 0) {
      return;
    }
    checks.require(
        Rule.NO_COMMAND_LOST,
        !trusts.getAsBoolean() || durable.getOrDefault(source, 0L) >= progress.committed(),
        () -> "the edge says " + progress + ", and its journal has " + durable);
    told.merge(source, progress.committed(), Math::max);
  }

  /** All is quiet: what was promised has come. */
  void settle() {
    for (long key : promised) {
      SourceMark place = places.get(key);
      checks.require(
          Rule.NO_COMMAND_LOST,
          !trusts.getAsBoolean()
              || (place != null && durable.getOrDefault(place.source(), 0L) >= place.number()),
          () -> "command " + key + " was acknowledged and never came down: " + place);
    }
  }
}
