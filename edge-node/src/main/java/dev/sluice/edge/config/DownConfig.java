package dev.sluice.edge.config;

import dev.sluice.edge.core.forward.DownRule;
import dev.sluice.edge.core.forward.RetainFlag;
import dev.sluice.edge.core.forward.TopicMapping;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicFilter;
import dev.sluice.uplink.LaneName;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * One rule down as the file describes it.
 *
 * @param from a valid Topic Filter of the cloud, in which {@code {node}} stands for this node
 * @param to template of the topic here
 * @param strip leading levels that {@code {topic}} leaves out
 */
public record DownConfig(
    String name,
    String from,
    String to,
    Optional<String> strip,
    Lane lane,
    Optional<Integer> qos,
    RetainFlag retain,
    Optional<Duration> maxAge) {

  /** Queues of the cloud to this node, the most urgent first. */
  public enum Lane {
    URGENT,
    NORMAL;

    LaneName laneName() {
      return new LaneName(name().toLowerCase(Locale.ROOT));
    }
  }

  /** The filter as text, not yet known to be one. */
  String filterText(String node) {
    return from.replace("{node}", node);
  }

  /**
   * @throws IllegalArgumentException with what is wrong with the template and what to do
   */
  TopicMapping mapping(String node) {
    String levels = strip.orElse("").replace("{node}", node);
    return TopicMapping.of(TopicFilter.of(filterText(node)), to, levels, node);
  }

  DownRule rule(String node) {
    return new DownRule(
        name,
        TopicFilter.of(filterText(node)),
        mapping(node),
        qos.map(Qos::of),
        retain,
        lane.laneName(),
        maxAge);
  }
}
