package dev.sluice.edge.core.forward;

import dev.sluice.mqtt.Message;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.util.List;
import java.util.Optional;

/**
 * The rules up: for each message that is routed on this node, whether it goes to the cloud, as
 * what, and on which lane.
 *
 * <p>The first rule, in their order, whose filter matches the topic decides alone. So a message is
 * forwarded at most once, and which lane a topic takes never changes: its order holds.
 *
 * <p>What is remembered of a topic (for sampling, deadbands and repeats) is bounded, and lost when
 * the process ends; either makes the topic's next message count as its first.
 */
public final class ForwardRules {

  /**
   * @param topicsMax topics remembered
   * @param bytesMax about the heap that they take
   */
  public record Limits(int topicsMax, long bytesMax) {
    public Limits {
      if (topicsMax < 1 || bytesMax < 1) {
        throw new IllegalArgumentException("limits are above zero");
      }
    }
  }

  /**
   * @param rules in their order
   * @param topics remembered now
   * @param forgotten topics that had to go to make room
   */
  public record Stats(List<RuleStats> rules, int topics, long forgotten) {}

  private static final Verdict NO_RULE = new Verdict.NoRule();

  private final TopicMemories memories;
  private NeverLeaves neverLeaves;
  private RuleList rules;

  /**
   * @param neverLeave topics whose messages stay here whatever a rule says
   */
  public ForwardRules(
      List<UpRule> rules, List<TopicFilter> neverLeave, Limits limits, JsonFields json) {
    this.neverLeaves = new NeverLeaves(neverLeave);
    this.memories = new TopicMemories(limits.topicsMax(), limits.bytesMax());
    this.rules = RuleList.NONE.followedBy(rules, memories, json);
  }

  /**
   * Decides about one message, and remembers it as forwarded when that is the verdict.
   *
   * @param nowNanos monotonic
   */
  public Verdict apply(Message message, long nowNanos) {
    Optional<ActiveRule> rule = rules.of(message.topic());
    if (rule.isEmpty()) {
      return NO_RULE;
    }
    if (neverLeaves.holds(message)) {
      return rule.get().stay(LeftOut.PRIVATE);
    }
    return rule.get().apply(message, nowNanos);
  }

  /**
   * Other rules from now on. A topic whose rule is another one, or says something else, counts as
   * never heard; rules that keep their name go on counting.
   */
  public void use(List<UpRule> next, JsonFields json) {
    RuleList after = rules.followedBy(next, memories, json);
    memories.keepOnly(topic -> rules.rule(topic).equals(after.rule(topic)));
    rules = after;
  }

  /**
   * @param topics whose messages stay here from now on, instead of those of before
   */
  public void keepHere(List<TopicFilter> topics) {
    neverLeaves = new NeverLeaves(topics);
  }

  /**
   * What was to be forwarded of this topic could not be kept: its next message counts as its first,
   * so that the sender's repetition is not taken for a duplicate.
   */
  public void onRefused(TopicName topic) {
    memories.forget(topic);
  }

  /** What was to be forwarded of this topic is too large to travel; the next message may not be. */
  public void onTooLarge(TopicName topic) {
    memories.forget(topic);
    rules.of(topic).ifPresent(ActiveRule::tooLarge);
  }

  public Stats stats() {
    return new Stats(rules.stats(), memories.topics(), memories.forgotten());
  }
}
