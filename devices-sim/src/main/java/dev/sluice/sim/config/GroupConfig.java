package dev.sluice.sim.config;

import dev.sluice.sim.check.Expectation;
import dev.sluice.sim.check.GroupRules;
import dev.sluice.sim.device.ClientKind;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Devices that differ only in their number.
 *
 * @param topic that a device publishes on; {@code {device}} is its name
 * @param period between two messages of one device
 * @param result where its answers come, {@code {topic}} and {@code {device}} filled in
 * @param deadline by which answers are judged
 * @param sendDeadline whether MQTT 5 devices tell the deadline with each message
 */
public record GroupConfig(
    String name,
    int count,
    ClientKind client,
    String topic,
    int qos,
    SignalConfig signal,
    Duration period,
    Phase phase,
    PayloadFormat payload,
    Expectation expect,
    String result,
    Optional<Duration> deadline,
    boolean sendDeadline) {

  static final String DEVICE = "{device}";
  static final String TOPIC = "{topic}";

  /** When the devices of a group publish, relative to each other. */
  public enum Phase {
    /** Evenly over the period. */
    SPREAD,
    /** All at the same instant. */
    TOGETHER
  }

  /** How a frame is written down. */
  public enum PayloadFormat {
    /** {@code {"id":"..","values":[..]}}. */
    JSON,
    /** One {@code id,value} line per value. */
    CSV,
    /** A grey image; its id travels as user property {@code x-id}. */
    PNG,
    JPEG;

    public boolean isImage() {
      return this == PNG || this == JPEG;
    }
  }

  /** The name of the device of this number, counted from 1. */
  public String device(int number) {
    return name + "-" + number;
  }

  public String topicOf(String device) {
    return topic.replace(DEVICE, device);
  }

  public String resultOf(String device) {
    return result.replace(TOPIC, topicOf(device)).replace(DEVICE, device);
  }

  /** Matches the topics of all devices of the group. */
  public String topicFilter() {
    return topicOf("+");
  }

  public OptionalLong deadlineToSendMillis() {
    return sendDeadline && deadline.isPresent()
        ? OptionalLong.of(deadline.get().toMillis())
        : OptionalLong.empty();
  }

  public GroupRules rules() {
    OptionalLong nanos =
        deadline.map(limit -> OptionalLong.of(limit.toNanos())).orElseGet(OptionalLong::empty);
    return new GroupRules(name, expect, qos, nanos);
  }

  GroupConfig with(SignalConfig other) {
    return new GroupConfig(
        name,
        count,
        client,
        topic,
        qos,
        other,
        period,
        phase,
        payload,
        expect,
        result,
        deadline,
        sendDeadline);
  }
}
