package dev.sluice.edge.core.forward;

import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The topic that a message has on the other side: a template in which {@code {topic}} stands for
 * its topic here (without the levels of {@code strip}), {@code {node}} for the node's name, and
 * {@code {1}}, {@code {2}} ... for what the wildcards of the rule's filter stood for. What "#"
 * stood for may be nothing; the slash before it is then left out too.
 */
public final class TopicMapping {
  /** The link between edge and cloud speaks there. */
  private static final String LINK_TOPICS = "sluice/";

  private final TopicFilter filter;
  private final WildcardLevels wildcards;
  private final Template template;
  private final String strip;

  private TopicMapping(TopicFilter filter, String template, String strip) {
    this.filter = filter;
    this.wildcards = new WildcardLevels(filter);
    this.template = Template.parse(template, wildcards.count());
    this.strip = strip;
  }

  /**
   * @param strip leading levels of the filter that {@code {topic}} leaves out; empty for none
   * @throws IllegalArgumentException with what is wrong and what to do
   */
  public static TopicMapping of(TopicFilter filter, String template, String strip, String node) {
    boolean leads = filter.value().startsWith(strip + "/");
    if (!strip.isEmpty() && (!leads || strip.indexOf('+') >= 0)) {
      throw new IllegalArgumentException(
          "cannot strip '%s': give leading levels of '%s' without wildcard"
              .formatted(strip, filter));
    }
    if (isForeign(template)) {
      throw new IllegalArgumentException(
          "must not begin with '$' or '%s': those topics are not for messages"
              .formatted(LINK_TOPICS));
    }
    return new TopicMapping(filter, template.replace("{node}", node), strip);
  }

  private static boolean isForeign(String topic) {
    return topic.startsWith("$") || topic.startsWith(LINK_TOPICS);
  }

  /**
   * @param topic one that the filter matches
   * @return empty when the name would be empty, too long, or not one for messages
   */
  Optional<TopicName> map(TopicName topic) {
    if (template.isTopicAlone() && strip.isEmpty()) {
      return isForeign(topic.value()) ? Optional.empty() : Optional.of(topic);
    }
    List<Optional<String>> levels = template.usesLevels() ? wildcards.of(topic) : List.of();
    String mapped =
        template.fill(
            number -> number == Template.TOPIC ? stripped(topic.value()) : levels.get(number - 1));
    return isForeign(mapped) ? Optional.empty() : TopicName.parse(mapped);
  }

  /** Empty when nothing stands behind the levels to strip. */
  private Optional<String> stripped(String topic) {
    if (strip.isEmpty()) {
      return Optional.of(topic);
    }
    return topic.length() == strip.length()
        ? Optional.empty()
        : Optional.of(topic.substring(strip.length() + 1));
  }

  /** A filter that matches every topic that can come out. */
  public TopicFilter range() {
    return WildcardLevels.widened(
        template.fill(
            number ->
                number == Template.TOPIC
                    ? stripped(filter.value())
                    : Optional.of(wildcards.wildcard(number))));
  }

  /**
   * Whether topics that differ here differ there, through whichever of the two mappings: both do
   * the same, and keep all of the topic.
   */
  public boolean keepsApartWith(TopicMapping other) {
    return template.equals(other.template) && strip.equals(other.strip) && template.usesTopic();
  }

  /** They give the same for every topic. */
  @Override
  public boolean equals(Object other) {
    return other instanceof TopicMapping mapping
        && filter.equals(mapping.filter)
        && template.equals(mapping.template)
        && strip.equals(mapping.strip);
  }

  @Override
  public int hashCode() {
    return Objects.hash(filter, template, strip);
  }
}
