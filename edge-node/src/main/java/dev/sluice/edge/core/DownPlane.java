package dev.sluice.edge.core;

import dev.sluice.broker.BrokerCore;
import dev.sluice.broker.durable.SourceMark;
import dev.sluice.edge.core.forward.DownRule;
import dev.sluice.edge.core.forward.DownRules;
import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.Block;
import dev.sluice.uplink.forward.ForwardKind;
import dev.sluice.uplink.forward.Grant;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.LaneReceiver;
import dev.sluice.uplink.forward.MessageCodec;
import dev.sluice.uplink.forward.Subscription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The way down of the forwarding plane: tells the cloud what this node wants, takes each message of
 * its lanes once and in order, publishes it here as the rules say, and lets the cloud forget it
 * when the journal has it.
 *
 * <p>How far a lane has been taken is kept in one record with each message, so that a crash leaves
 * both or neither. Owned by the broker loop, within its turns.
 */
public final class DownPlane {
  private static final int LANES_MAX = 16;

  /**
   * @param messageBytesMax of one message on its way
   * @param askAfter until the cloud is asked again that does not answer; each time twice as long
   * @param askMax longest time between two such questions
   * @param repeatAfter until a cloud that has answered is told again
   * @param uncommittedBytesMax of one lane, arrived and not durable
   */
  public record Settings(
      String node,
      int messageBytesMax,
      Duration askAfter,
      Duration askMax,
      Duration repeatAfter,
      long uncommittedBytesMax) {}

  /**
   * @param answered whether the cloud has said what it gives
   * @param refused filters that it does not give
   * @param unknown messages that came although no rule asks for them
   * @param unreadable messages that were none
   */
  public record Stats(
      List<DownRules.Stats> rules,
      LaneReceiver.Stats receiver,
      boolean answered,
      int refused,
      long unknown,
      long unreadable) {}

  /** A batch that has been published, and the journal's number that makes it safe. */
  private record Published(Batch batch, long sequence) {}

  private final Settings settings;
  private final DownRules rules;
  private final BrokerCore broker;
  private final Consumer<? super EdgeEffect> work;
  private final LaneReceiver receiver;
  private final Asking asking;
  private final Map<String, Long> taken = new HashMap<>();
  private final ArrayDeque<LaneReceiver.Output> outputs = new ArrayDeque<>();
  private final ArrayDeque<Published> published = new ArrayDeque<>();
  private long unreadable;

  /**
   * @param marks how far the lanes were taken in earlier lives
   */
  public DownPlane(
      Settings settings,
      DownRules rules,
      List<SourceMark> marks,
      BrokerCore broker,
      Consumer<? super EdgeEffect> work) {
    this.settings = settings;
    this.rules = rules;
    this.broker = broker;
    this.work = work;
    this.receiver =
        new LaneReceiver(
            new LaneReceiver.Settings(LANES_MAX, settings.uncommittedBytesMax()),
            (link, lane) -> Optional.ofNullable(taken.get(source(link, lane))),
            outputs::add);
    this.asking = new Asking(settings, subscription());
    marks.forEach(mark -> taken.put(mark.source(), mark.number()));
  }

  private Subscription subscription() {
    return new Subscription(settings.node(), settings.messageBytesMax(), rules.wishes());
  }

  /**
   * Other rules from now on. What is on its way already is published as these say, and not at all
   * where none of them asks for it.
   */
  public void use(List<DownRule> next, long nowNanos) {
    rules.use(next);
    asking.want(subscription(), nowNanos);
    onTimer(nowNanos);
  }

  /** A lane in one life of the cloud's store. */
  private static String source(LinkId link, LaneName lane) {
    return lane.value() + "/" + Long.toHexString(link.epoch());
  }

  void onUp(long nowNanos) {
    asking.onUp(nowNanos);
    onTimer(nowNanos);
  }

  void onDown() {
    asking.onDown();
  }

  void onTimer(long nowNanos) {
    asking.due(nowNanos).ifPresent(bytes -> work.accept(new EdgeEffect.SendForward(bytes)));
  }

  long nextTimerNanos() {
    return asking.nextNanos();
  }

  void onBytes(byte[] bytes, long nowNanos) {
    if (ForwardKind.of(bytes) == ForwardKind.GRANT) {
      onGrant(bytes, nowNanos);
    } else {
      receiver.onBytes(settings.node(), bytes);
      perform(nowNanos);
    }
  }

  private void onGrant(byte[] bytes, long nowNanos) {
    try {
      asking
          .onGrant(Grant.decode(bytes), nowNanos)
          .ifPresent(refused -> work.accept(new EdgeEffect.Subscribed(refused)));
    } catch (MalformedEnvelopeException e) {
      unreadable++;
    }
  }

  /** Something has become durable: the cloud may forget what it was. */
  public void onDurable(long nowNanos) {
    while (!published.isEmpty() && broker.isDurable(published.element().sequence())) {
      receiver.onCommitted(published.remove().batch());
    }
    perform(nowNanos);
  }

  private void perform(long nowNanos) {
    for (LaneReceiver.Output next = outputs.poll(); next != null; next = outputs.poll()) {
      if (next instanceof LaneReceiver.Output.Send send) {
        work.accept(new EdgeEffect.SendForward(send.bytes()));
      } else if (next instanceof LaneReceiver.Output.Commit commit) {
        take(commit.batch(), nowNanos);
      }
    }
  }

  private void take(Batch batch, long nowNanos) {
    if (broker.refusesToKeep()) {
      receiver.onFailed(batch);
      return;
    }
    try {
      List<Block.Item> items = Block.decode(batch.first(), batch.last(), batch.block());
      String source = source(batch.link(), batch.lane());
      long before = taken.getOrDefault(source, 0L);
      for (Block.Item item : items) {
        if (item.sequence() > before) {
          publish(item, new SourceMark(source, item.sequence()), nowNanos);
        }
      }
      long last = Math.max(before, batch.last());
      taken.put(source, last);
      published.add(new Published(batch, broker.take(new SourceMark(source, last))));
    } catch (MalformedEnvelopeException e) {
      unreadable++;
      receiver.onMalformed(batch);
    }
  }

  private void publish(Block.Item item, SourceMark mark, long nowNanos) {
    try {
      ForwardedMessage message = MessageCodec.decode(item.body(), item.remainingMs());
      rules.apply(message).ifPresent(local -> broker.publishOnce(local, mark, nowNanos));
    } catch (MalformedEnvelopeException e) {
      unreadable++;
    }
  }

  public Stats stats() {
    return new Stats(
        rules.stats(),
        receiver.stats(),
        asking.isAnswered(),
        asking.refusedCount(),
        rules.unknown(),
        unreadable);
  }
}
