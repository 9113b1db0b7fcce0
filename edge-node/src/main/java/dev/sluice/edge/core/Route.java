package dev.sluice.edge.core;

import dev.sluice.offload.Cascade;
import dev.sluice.offload.PlacementPolicy;
import dev.sluice.offload.Privacy;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.time.Duration;
import java.util.Optional;

/**
 * Inference route: which messages get an answer, from which model, by when, and where it goes.
 *
 * @param index position in the list of routes
 * @param version of the policy that it belongs to, counted from 1 at the start of the node
 * @param name as in {@code infer/<name>/request}
 * @param filter the messages that match it by themselves
 * @param serviceClass routes of one model share its learned service times
 * @param model what this node runs, if it does
 * @param localModel whether this node holds the model
 * @param fallback a small local model that answers when neither side can make the deadline
 * @param deadline relative to arrival; empty when an answer may wait for a link
 * @param priority 0 to 9
 * @param placement overrides the node's policy
 * @param resultTopic template in which {@code {topic}} stands for the message's topic
 * @param cloudModel what the cloud runs for this route
 * @param cache whether, and how long, an answer may be given again; empty for never
 * @param durable whether an acknowledged request has its one answer across crashes too
 */
public record Route(
    int index,
    int version,
    String name,
    TopicFilter filter,
    int serviceClass,
    String model,
    boolean localModel,
    Optional<String> fallback,
    Optional<Duration> deadline,
    int priority,
    Privacy privacy,
    Optional<PlacementPolicy> placement,
    String resultTopic,
    String cloudModel,
    Optional<CacheTerms> cache,
    boolean durable) {

  /**
   * @param bytesMax of the answers kept for the route
   */
  public record CacheTerms(Duration ttl, long bytesMax) {}

  /** Of a route with one model on both sides that gives no answer twice. */
  public Route(
      int index,
      int version,
      String name,
      TopicFilter filter,
      int serviceClass,
      String model,
      boolean localModel,
      Optional<String> fallback,
      Optional<Duration> deadline,
      int priority,
      Privacy privacy,
      Optional<PlacementPolicy> placement,
      String resultTopic) {
    this(
        index,
        version,
        name,
        filter,
        serviceClass,
        model,
        localModel,
        fallback,
        deadline,
        priority,
        privacy,
        placement,
        resultTopic,
        model,
        Optional.empty(),
        false);
  }

  /** The same, durable. */
  public Route lasting() {
    return new Route(
        index,
        version,
        name,
        filter,
        serviceClass,
        model,
        localModel,
        fallback,
        deadline,
        priority,
        privacy,
        placement,
        resultTopic,
        cloudModel,
        cache,
        true);
  }

  /** The rule for second opinions, where the route has one. */
  Optional<Cascade> cascade() {
    return placement.filter(Cascade.class::isInstance).map(Cascade.class::cast);
  }

  /** Where requests that name the route are published. */
  public TopicFilter requestFilter() {
    return TopicFilter.of("infer/" + name + "/request");
  }

  /** Where the answer to a message on that topic goes; empty when the name would be too long. */
  Optional<TopicName> resultTopicOf(TopicName topic) {
    return TopicName.parse(resultTopic.replace("{topic}", topic.value()));
  }
}
