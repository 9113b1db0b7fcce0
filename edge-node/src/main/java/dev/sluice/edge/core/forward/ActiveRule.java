package dev.sluice.edge.core.forward;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicName;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** One rule up at work: its tally, and the steps that a message of its topics takes. */
final class ActiveRule {
  private final UpRule rule;
  private final Tally tally;
  private final TopicMemories memories;
  private final JsonFields json;

  /**
   * @param tally goes on from there
   */
  ActiveRule(UpRule rule, Tally tally, TopicMemories memories, JsonFields json) {
    this.rule = rule;
    this.tally = tally;
    this.memories = memories;
    this.json = json;
  }

  /** Counts what is decided before the rule is asked. */
  Verdict stay(LeftOut reason) {
    return counted(new Verdict.Stay(reason));
  }

  Verdict apply(Message message, long nowNanos) {
    if (rule.destination().isEmpty()) {
      return stay(LeftOut.KEPT);
    }
    UpRule.Destination destination = rule.destination().get();
    Optional<TopicName> remote = destination.mapping().map(message.topic());
    if (remote.isEmpty()) {
      return stay(LeftOut.UNMAPPABLE);
    }
    if (clearsRetained(message)) {
      // It carries no value to compare, and must not be lost to a rule about values.
      memories.forget(message.topic());
      return forward(destination, remote.get(), message, message.payload());
    }
    return select(destination, remote.get(), message, nowNanos);
  }

  private static boolean clearsRetained(Message message) {
    return message.retain() && message.payload().isEmpty();
  }

  private Verdict select(
      UpRule.Destination destination, TopicName remote, Message message, long nowNanos) {
    Selection selection = rule.selection();
    if (selection.needsNoMemory()) {
      Reading reading = read(message);
      return mayGo(reading)
          ? forward(destination, remote, message, reading.payload())
          : stay(LeftOut.UNPARSABLE);
    }
    TopicMemory memory = memories.of(message.topic());
    if (memory.sampledOut(selection.sampling(), nowNanos)) {
      return stay(LeftOut.SAMPLED_OUT);
    }
    Reading reading = read(message);
    Optional<LeftOut> reason = compare(memory, reading, message.retain(), nowNanos);
    if (reason.isPresent()) {
      return stay(reason.get());
    }
    remember(message, reading, nowNanos);
    return forward(destination, remote, message, reading.payload());
  }

  /** Counts it when a field cannot be looked at. */
  private Reading read(Message message) {
    Reading reading = Reading.of(rule, message.payload(), json);
    if (!reading.complete()) {
      tally.unparsable();
    }
    return reading;
  }

  private boolean mayGo(Reading reading) {
    return reading.complete() || rule.onUnparsable() == OnUnparsable.FORWARD;
  }

  /** Why it is not worth forwarding, beside what was forwarded last. */
  private Optional<LeftOut> compare(
      TopicMemory memory, Reading reading, boolean retain, long nowNanos) {
    Selection selection = rule.selection();
    if (!mayGo(reading)) {
      return Optional.of(LeftOut.UNPARSABLE);
    }
    if (selection.deadband().isPresent()
        && memory.within(selection.deadband().get(), reading.number(), nowNanos)) {
      return Optional.of(LeftOut.DEADBAND);
    }
    boolean repeats =
        memory.repeats(reading.payload(), retain, selection.repeatWindowNanos(), nowNanos);
    return repeats ? Optional.of(LeftOut.REPEATED) : Optional.empty();
  }

  private void remember(Message message, Reading reading, long nowNanos) {
    boolean compares = rule.selection().repeatWindowNanos() > 0;
    Payload kept = compares ? reading.payload() : Payload.EMPTY;
    memories.forwarded(message.topic(), reading.number(), kept, message.retain(), nowNanos);
  }

  @SuppressWarnings("ReferenceEquality") // Where nothing was redacted it is the same object.
  private Verdict forward(
      UpRule.Destination destination, TopicName remote, Message message, Payload payload) {
    if (payload != message.payload()) {
      tally.redacted();
    }
    Qos qos = destination.qos().orElse(message.qos());
    boolean retain = message.retain() && destination.retain() == RetainFlag.KEEP;
    return counted(
        new Verdict.Forward(
            destination.lane(),
            new Message(remote, payload, qos, retain, message.properties()),
            maxAge(destination, message.properties())));
  }

  private static Optional<Duration> maxAge(
      UpRule.Destination destination, PublishProperties properties) {
    OptionalLong expiry = properties.messageExpirySeconds();
    if (expiry.isEmpty()) {
      return destination.maxAge();
    }
    Duration own = Duration.ofSeconds(expiry.getAsLong());
    return Optional.of(destination.maxAge().filter(age -> age.compareTo(own) < 0).orElse(own));
  }

  private Verdict counted(Verdict verdict) {
    tally.count(verdict);
    return verdict;
  }

  /** The message that it was forwarding cannot travel. */
  void tooLarge() {
    tally.tooLarge();
  }

  UpRule rule() {
    return rule;
  }

  Tally tally() {
    return tally;
  }

  RuleStats stats() {
    return tally.stats(rule.name());
  }
}
