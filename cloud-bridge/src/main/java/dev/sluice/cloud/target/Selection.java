package dev.sluice.cloud.target;

import dev.sluice.target.TargetRecord;
import dev.sluice.target.TargetRecord.Header;
import dev.sluice.uplink.ForwardedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which messages a target gets, and as which records. */
public final class Selection {
  private static final String PRIORITY = "x-priority";

  private final List<TopicFilter> filters;
  private final Template key;
  private final Template stream;

  /**
   * @throws IllegalArgumentException in one line, for a filter or template that is none
   */
  public Selection(List<String> filters, String key, String stream) {
    this.filters = filters.stream().map(TopicFilter::parse).toList();
    this.key = Template.parse(key);
    this.stream = Template.parse(stream);
  }

  /**
   * @throws IllegalArgumentException in one line, for what is no topic filter
   */
  public static void requireFilter(String text) {
    TopicFilter.parse(text);
  }

  /**
   * @throws IllegalArgumentException in one line, for a template with an unknown place
   */
  public static void requireTemplate(String text) {
    Template.parse(text);
  }

  /**
   * @param id the same whenever the message is read again
   * @param eventMillis on the bridge's wall clock
   * @return empty for a message that is not for this target
   */
  public Optional<TargetRecord> record(
      String id, String node, long eventMillis, ForwardedMessage message) {
    List<String> levels = List.of(message.topic().split("/", -1));
    if (filters.stream().noneMatch(filter -> filter.matches(levels))) {
      return Optional.empty();
    }
    return Optional.of(
        new TargetRecord(
            id,
            key.fill(node, message.topic(), levels),
            stream.fill(node, message.topic(), levels),
            message.topic(),
            message.payload(),
            headers(message.properties()),
            priority(message.properties()),
            eventMillis));
  }

  private static List<Header> headers(ForwardedMessage.Properties properties) {
    List<Header> headers = new ArrayList<>();
    properties.contentType().ifPresent(type -> headers.add(new Header("content-type", type)));
    properties.responseTopic().ifPresent(to -> headers.add(new Header("response-topic", to)));
    properties.user().forEach(user -> headers.add(new Header(user.name(), user.value())));
    return headers;
  }

  private static int priority(ForwardedMessage.Properties properties) {
    return properties.user().stream()
        .filter(user -> user.name().equals(PRIORITY) && user.value().matches("[0-9]"))
        .findFirst()
        .map(user -> Integer.parseInt(user.value()))
        .orElse(0);
  }
}
