package dev.sluice.edge.core.forward;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.util.List;
import java.util.Optional;
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
    this.first = new FirstMatch(filters());
    this.published = new long[rules.size()];
    this.unmappable = new long[rules.size()];
  }

  /** What this node wants to hear of the cloud. */
  public List<TopicFilter> filters() {
    return rules.stream().map(DownRule::from).toList();
  }

  /**
   * @param message with its topic in the cloud
   * @return the message to publish here; empty, and counted, when no rule or no topic is there for
   *     it
   */
  public Optional<Message> apply(Message message) {
    int index = first.of(message.topic());
    if (index == FirstMatch.NONE) {
      unknown++;
      return Optional.empty();
    }
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

  /** Messages that came although no rule asks for them. */
  public long unknown() {
    return unknown;
  }
}
