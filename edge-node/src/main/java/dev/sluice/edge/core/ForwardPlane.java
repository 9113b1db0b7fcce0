package dev.sluice.edge.core;

import dev.sluice.broker.Forwarder;
import dev.sluice.edge.core.forward.Crossing;
import dev.sluice.edge.core.forward.ForwardRules;
import dev.sluice.edge.core.forward.JsonFields;
import dev.sluice.edge.core.forward.UpRule;
import dev.sluice.edge.core.forward.Verdict;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.topic.TopicFilter;
import dev.sluice.uplink.forward.LaneSender;
import dev.sluice.uplink.forward.MessageCodec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The forwarding plane of the edge node: offers what is routed to the rules, has what they forward
 * kept in lanes, and sends these to the cloud.
 */
public final class ForwardPlane implements Forwarder {
  private static final long NEVER = Long.MAX_VALUE;

  /** A century: more is for ever, and nanoseconds would run over. */
  private static final Duration AGE_MAX = Duration.ofDays(36_500);

  /**
   * @param messageBytesMax of one message on its way; larger ones stay here
   */
  public record Settings(LaneSender.Settings sender, int messageBytesMax) {}

  /**
   * @param refused messages that rules forward and that found no room
   */
  public record Stats(LaneSender.Stats sender, ForwardRules.Stats rules, long refused) {}

  private final Settings settings;
  private final ForwardRules rules;
  private final Lanes lanes;
  private final int laneCount;
  private final Consumer<? super EdgeEffect> work;
  private final LaneSender sender;
  private long refused;

  public ForwardPlane(
      Settings settings,
      ForwardRules rules,
      Lanes lanes,
      List<LaneSender.Lane> found,
      Consumer<? super EdgeEffect> work) {
    this.settings = settings;
    this.rules = rules;
    this.lanes = lanes;
    this.laneCount = found.size();
    this.work = work;
    this.sender = new LaneSender(settings.sender(), found, this::perform);
  }

  // The broker's turns.

  /**
   * @param topics whose messages stay here from now on, whatever a rule says
   */
  void keepHere(List<TopicFilter> topics) {
    rules.keepHere(topics);
  }

  /**
   * Other rules from now on; what lies in the lanes goes as the rule said that took it.
   *
   * @param json with the secret of these rules
   */
  public void use(List<UpRule> next, JsonFields json) {
    rules.use(next, json);
  }

  @Override
  public Offer offer(Message message, long nowNanos) {
    if (!(rules.apply(message, nowNanos) instanceof Verdict.Forward forward)) {
      return new Offer.Nothing();
    }
    byte[] body = MessageCodec.encode(Crossing.up(forward));
    if (body.length > settings.messageBytesMax()) {
      rules.onTooLarge(message.topic());
      return new Offer.Nothing();
    }
    if (lanes.isFull(forward.lane())) {
      refused++;
      rules.onRefused(message.topic());
      return new Offer.Full();
    }
    return new Offer.Entry(forward.lane(), Payload.of(body), expiresAt(forward.maxAge(), nowNanos));
  }

  private static long expiresAt(Optional<Duration> maxAge, long nowNanos) {
    return maxAge
        .filter(age -> age.compareTo(AGE_MAX) < 0)
        .map(age -> nowNanos + age.toNanos())
        .orElse(NEVER);
  }

  @Override
  public void onRefused(Message message) {
    refused++;
    rules.onRefused(message.topic());
  }

  // The link's turns.

  void onUp(long nowNanos) {
    sender.onUp(nowNanos);
  }

  void onDown() {
    sender.onDown();
  }

  void onHeardBeside(long nowNanos) {
    sender.onHeardBeside(nowNanos);
  }

  void onBytes(byte[] bytes, long nowNanos) {
    sender.onBytes(bytes, nowNanos);
  }

  /** Something has become durable: there may be more to send. */
  public void onDurable(long nowNanos) {
    for (int lane = 0; lane < laneCount; lane++) {
      sender.onAvailable(lane, lanes.settled(lane), nowNanos);
    }
  }

  /** A piece of a lane was read; see {@link LaneSender#onBlock}. */
  public void onBlock(EdgeEffect.ReadLane asked, LaneBlock block, long nowNanos) {
    sender.onBlock(
        asked.lane(), block.base(), block.first(), block.last(), block.bytes(), nowNanos);
  }

  /**
   * Messages of a lane, ready to be sent.
   *
   * @param base the lowest number that is still kept
   * @param last below {@code first} when there is nothing
   */
  public record LaneBlock(long base, long first, long last, byte[] bytes) {}

  void onTimer(long nowNanos) {
    sender.onTimer(nowNanos);
  }

  long nextTimerNanos() {
    return sender.nextTimerNanos();
  }

  private void perform(LaneSender.Output output) {
    if (output instanceof LaneSender.Output.Read read) {
      work.accept(
          new EdgeEffect.ReadLane(read.lane(), read.from(), read.bytesMax(), read.packing()));
    } else if (output instanceof LaneSender.Output.Send send) {
      work.accept(new EdgeEffect.SendForward(send.bytes()));
    } else if (output instanceof LaneSender.Output.Release release) {
      work.accept(new EdgeEffect.ReleaseLane(release.lane(), release.upTo()));
    } else if (output instanceof LaneSender.Output.Stalled) {
      work.accept(new EdgeEffect.ResetUplink());
    }
  }

  public Stats stats() {
    return new Stats(sender.stats(), rules.stats(), refused);
  }
}
