package dev.sluice.edge.core.forward;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicName;
import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.forward.Subscription;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

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

  /** What one rule has done, as it goes on. */
  private static final class Count {
    private long published;
    private long unmappable;
  }

  /** By the name of their rule. */
  private final Map<String, Count> counts = new HashMap<>();

  private List<DownRule> rules = List.of();
  private FirstMatch first = new FirstMatch(List.of());
  private long unknown;

  public DownRules(List<DownRule> rules) {
    use(rules);
  }

  /** Other rules from now on; those that keep their name go on counting. */
  public void use(List<DownRule> next) {
    rules = List.copyOf(next);
    first = new FirstMatch(rules.stream().map(DownRule::from).toList());
    List<String> names = rules.stream().map(DownRule::name).toList();
    counts.keySet().retainAll(names);
    names.forEach(name -> counts.computeIfAbsent(name, fresh -> new Count()));
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
    DownRule rule = rules.get(index);
    Count count = counts.get(rule.name());
    Message message = readable.get();
    Optional<TopicName> local = rule.mapping().map(message.topic());
    if (local.isEmpty()) {
      count.unmappable++;
      return Optional.empty();
    }
    count.published++;
    return Optional.of(published(rule, local.get(), message));
  }

  private static Message published(DownRule rule, TopicName topic, Message message) {
    Qos qos = rule.qos().orElse(message.qos());
    boolean retain = message.retain() && rule.retain() == RetainFlag.KEEP;
    return new Message(topic, message.payload(), qos, retain, message.properties());
  }

  /** In the order of the rules. */
  public List<Stats> stats() {
    return rules.stream().map(DownRule::name).map(this::stats).toList();
  }

  private Stats stats(String name) {
    Count count = counts.get(name);
    return new Stats(name, count.published, count.unmappable);
  }

  /** Messages that came although no rule asks for them, or with a topic that is none. */
  public long unknown() {
    return unknown;
  }
}
