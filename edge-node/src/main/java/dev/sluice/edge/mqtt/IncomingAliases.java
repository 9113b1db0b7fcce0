package dev.sluice.edge.mqtt;

import dev.sluice.topic.TopicName;

/** The Topic Aliases that one client has set on its present connection (section 3.3.2.3.4). */
final class IncomingAliases {
  private static final TopicName[] NONE = {};

  private final int maximum;
  private TopicName[] topics = NONE;

  /**
   * @param maximum as announced in CONNACK; 0 offers none
   */
  IncomingAliases(int maximum) {
    this.maximum = maximum;
  }

  /** [MQTT-3.3.2-8], [MQTT-3.3.2-9]: 1 to the maximum that was announced. */
  void requireValid(long alias) throws MalformedPacketException {
    if (alias < 1 || alias > maximum) {
      throw new MalformedPacketException(Malformation.TOPIC_ALIAS);
    }
  }

  void set(int alias, TopicName topic) {
    if (topics.length == 0) {
      topics = new TopicName[maximum];
    }
    topics[alias - 1] = topic;
  }

  TopicName get(int alias) throws MalformedPacketException {
    TopicName topic = topics.length == 0 ? null : topics[alias - 1];
    if (topic == null) {
      throw new MalformedPacketException(Malformation.NO_TOPIC);
    }
    return topic;
  }
}
