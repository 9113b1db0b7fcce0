package dev.sluice.edge.core.forward;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Rules and messages for tests. */
final class Rules {
  static final ForwardRules.Limits ROOMY = new ForwardRules.Limits(1000, 1 << 20);
  static final long SECOND = 1_000_000_000L;

  private Rules() {}

  static UpRule.Destination to(String filter, String template, int lane) {
    return new UpRule.Destination(
        TopicMapping.of(TopicFilter.of(filter), template, "", "gw"),
        lane,
        Optional.empty(),
        RetainFlag.KEEP,
        Optional.empty());
  }

  static UpRule rule(String filter, int lane) {
    return selecting(filter, lane, Selection.ALL);
  }

  static UpRule selecting(String filter, int lane, Selection selection) {
    return new UpRule(
        filter,
        TopicFilter.of(filter),
        Optional.of(to(filter, "{node}/{topic}", lane)),
        selection,
        List.of(),
        OnUnparsable.FORWARD);
  }

  static UpRule keeping(String filter) {
    return new UpRule(
        filter,
        TopicFilter.of(filter),
        Optional.empty(),
        Selection.ALL,
        List.of(),
        OnUnparsable.FORWARD);
  }

  static UpRule redacting(String filter, OnUnparsable onUnparsable, Redaction... redactions) {
    return new UpRule(
        filter,
        TopicFilter.of(filter),
        Optional.of(to(filter, "{node}/{topic}", 0)),
        Selection.ALL,
        List.of(redactions),
        onUnparsable);
  }

  static ForwardRules of(UpRule... rules) {
    return new ForwardRules(List.of(rules), List.of(), ROOMY, new PairFields());
  }

  static Message message(String topic, String payload) {
    return Message.of(TopicName.of(topic), Payload.utf8(payload), Qos.AT_LEAST_ONCE);
  }

  static Message retained(String topic, String payload) {
    return new Message(
        TopicName.of(topic),
        Payload.utf8(payload),
        Qos.AT_LEAST_ONCE,
        true,
        PublishProperties.NONE);
  }

  static Message saying(String topic, String property, String value) {
    return new Message(
        TopicName.of(topic),
        Payload.utf8("1"),
        Qos.AT_LEAST_ONCE,
        false,
        PublishProperties.ofUser(List.of(new UserProperty(property, value))));
  }

  static String text(Payload payload) {
    return new String(payload.bytes(), StandardCharsets.UTF_8);
  }
}
