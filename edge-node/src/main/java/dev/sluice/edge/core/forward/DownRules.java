package dev.sluice.edge.core.forward;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicName;
import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.forward.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * The rules down: as what a message of the cloud is published on this node. The first rule, in
 * their order, whose filter matches decides alone.
 */
public final class DownRules {

  /**
   * What one rule has done since the start.
   *
   * @param unmappable messages whose topic here would be none
   */
  public record Stats(String rule, long published, long unmappable) {}

  private final List<DownRule> rules;
  private final FirstMatch first;
  private final long[] published;
  private final long[] unmappable;
  private long unknown;

  public DownRules(List<DownRule> rules) {
    this.rules = List.copyOf(rules);
    this.first = new FirstMatch(rules.stream().map(DownRule::from).toList());
    this.published = new long[rules.size()];
    this.unmappable = new long[rules.size()];
  }

  /** What this node wants of the cloud, in the order of the rules. */
  public List<Subscription.Wish> wishes() {
    return rules.stream()
        .map(rule -> new Subscription.Wish(rule.from().value(), rule.lane(), age(rule)))
        .toList();
  }

  private static OptionalLong age(DownRule rule) {
    return rule.maxAge().map(Duration::toMillis).map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  /**
   * @param forwarded with its topic in the cloud
   * @return the message to publish here; empty, and counted, when no rule or no topic is there for
   *     it
   */
  public Optional<Message> apply(ForwardedMessage forwarded) {
    Optional<Message> readable = Crossing.down(forwarded);
    int index = readable.map(message -> first.of(message.topic())).orElse(FirstMatch.NONE);
    if (index == FirstMatch.NONE) {
      unknown++;
      return Optional.empty();
    }
    Message message = readable.get();
    Optional<TopicName> local = rules.get(index).mapping().map(message.topic());
    if (local.isEmpty()) {
      unmappable[index]++;
      return Optional.empty();
    }
    published[index]++;
    return Optional.of(published(rules.get(index), local.get(), message));
  }

  private static Message published(DownRule rule, TopicName topic, Message message) {
    Qos qos = rule.qos().orElse(message.qos());
    boolean retain = message.retain() && rule.retain() == RetainFlag.KEEP;
    return new Message(topic, message.payload(), qos, retain, message.properties());
  }

  /** In the order of the rules. */
  public List<Stats> stats() {
    return IntStream.range(0, rules.size())
        .mapToObj(i -> new Stats(rules.get(i).name(), published[i], unmappable[i]))
        .toList();
  }

  /** Messages that came although no rule asks for them, or with a topic that is none. */
  public long unknown() {
    return unknown;
  }
}
