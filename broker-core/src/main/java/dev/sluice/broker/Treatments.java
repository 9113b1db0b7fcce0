package dev.sluice.broker;

import dev.sluice.broker.durable.QueueClass;
import dev.sluice.mqtt.Message;
import dev.sluice.topic.TopicName;
import java.util.List;
import java.util.Optional;

/** How messages wait: as their senders ask, and as the rules of their topics have it. */
final class Treatments {
  /** User Property by which an MQTT 5 sender names a priority. */
  static final String PRIORITY = "x-priority";

  private List<TopicTreatment> rules = List.of();

  /**
   * @param newRules the first that matches a topic holds for it
   */
  void use(List<TopicTreatment> newRules) {
    rules = List.copyOf(newRules);
  }

  /**
   * The sender's own word counts before its topic's; one that is no priority is nobody's business
   * here.
   */
  QueueClass of(Message message) {
    if (rules.isEmpty() && message.properties().userProperties().isEmpty()) {
      return QueueClass.PLAIN;
    }
    Optional<TopicTreatment> rule = rule(message.topic());
    int ofTopic = rule.map(TopicTreatment::priority).orElse(QueueClass.PRIORITY_DEFAULT);
    return QueueClass.of(
        message.properties().user(PRIORITY).map(asked -> parse(asked, ofTopic)).orElse(ofTopic),
        rule.map(TopicTreatment::whenFull).orElse(WhenFull.NEWEST).keeping());
  }

  private static int parse(String asked, int otherwise) {
    boolean isPriority = asked.length() == 1 && asked.charAt(0) >= '0' && asked.charAt(0) <= '9';
    return isPriority ? asked.charAt(0) - '0' : otherwise;
  }

  /** Whether its publisher is refused when a queue is full. */
  boolean rejects(TopicName topic) {
    return rule(topic).filter(rule -> rule.whenFull() == WhenFull.REJECT).isPresent();
  }

  private Optional<TopicTreatment> rule(TopicName topic) {
    for (TopicTreatment rule : rules) {
      if (rule.topics().matches(topic)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }
}
