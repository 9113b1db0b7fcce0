package dev.sluice.edge.config;

import dev.sluice.edge.core.forward.Deadband;
import dev.sluice.edge.core.forward.FieldName;
import dev.sluice.edge.core.forward.OnUnparsable;
import dev.sluice.edge.core.forward.Redaction;
import dev.sluice.edge.core.forward.RetainFlag;
import dev.sluice.edge.core.forward.Sampling;
import dev.sluice.edge.core.forward.Selection;
import dev.sluice.edge.core.forward.TopicMapping;
import dev.sluice.edge.core.forward.UpRule;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicFilter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One rule up as the file describes it.
 *
 * @param topic a valid Topic Filter
 * @param to template of the topic in the cloud
 * @param strip leading levels that {@code {topic}} leaves out
 * @param skipRepeats how long a payload equal to the last one forwarded is left out
 */
public record UpConfig(
    String name,
    String topic,
    Action action,
    Optional<String> to,
    Optional<String> strip,
    Optional<String> lane,
    Optional<Integer> qos,
    RetainFlag retain,
    Optional<Duration> maxAge,
    Optional<Sample> sample,
    Optional<Band> deadband,
    Optional<Duration> skipRepeats,
    List<Redact> redact,
    Optional<OnUnparsable> onUnparsable) {
  static final String DEFAULT_LANE = "normal";
  private static final String DEFAULT_TO = "{node}/{topic}";

  /** What becomes of the messages that match. */
  public enum Action {
    FORWARD,
    KEEP
  }

  /** At least one of the two is there. */
  public record Sample(Optional<Integer> every, Optional<Duration> period) {
    Sampling sampling() {
      return new Sampling(every.orElse(1), period.map(Duration::toNanos).orElse(0L));
    }
  }

  /** At least one of the two widths is there. */
  public record Band(
      Optional<String> field,
      Optional<Double> absolute,
      Optional<Double> percent,
      Optional<Duration> maxSilence) {
    Deadband deadband() {
      return new Deadband(
          field.map(FieldName::parse),
          absolute.orElse(Double.POSITIVE_INFINITY),
          percent.orElse(Double.POSITIVE_INFINITY),
          maxSilence.map(Duration::toNanos).orElse(Long.MAX_VALUE));
    }
  }

  /** A field that does not leave as it is. */
  public record Redact(String field, Redaction.How how) {
    Redaction redaction() {
      return new Redaction(FieldName.parse(field), how);
    }
  }

  public boolean forwards() {
    return action == Action.FORWARD;
  }

  public String laneName() {
    return lane.orElse(DEFAULT_LANE);
  }

  /**
   * @throws IllegalArgumentException with what is wrong with the template and what to do
   */
  TopicMapping mapping(String node) {
    return TopicMapping.of(TopicFilter.of(topic), to.orElse(DEFAULT_TO), strip.orElse(""), node);
  }

  /** What cannot be parsed stays here when something in it must not leave, unless the file says. */
  private OnUnparsable unparsable() {
    return onUnparsable.orElse(redact.isEmpty() ? OnUnparsable.FORWARD : OnUnparsable.DROP);
  }

  UpRule rule(String node, List<String> lanes) {
    return new UpRule(
        name,
        TopicFilter.of(topic),
        forwards() ? Optional.of(destination(node, lanes)) : Optional.empty(),
        new Selection(
            sample.map(Sample::sampling).orElse(Sampling.ALL),
            deadband.map(Band::deadband),
            skipRepeats.map(Duration::toNanos).orElse(0L)),
        redact.stream().map(Redact::redaction).toList(),
        unparsable());
  }

  private UpRule.Destination destination(String node, List<String> lanes) {
    return new UpRule.Destination(
        mapping(node), lanes.indexOf(laneName()), qos.map(Qos::of), retain, maxAge);
  }
}
