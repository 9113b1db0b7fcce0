package dev.sluice.sim.world.actor;

import dev.sluice.mqtt.ProtocolVersion;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicName;
import java.time.Duration;
import java.util.List;

/**
 * What kind of client a device is.
 *
 * @param cleanStart asks for a new session each time
 * @param sessionExpiry how long its session outlives its connection; zero for not at all
 * @param receiveMaximum unacknowledged deliveries it takes
 * @param packetBytesMax largest packet it takes
 * @param will whether it leaves one
 * @param willDelay of an MQTT 5 client
 * @param subscriptions asked for in one packet
 * @param topics it publishes to; none for a mere subscriber
 * @param qos at which it publishes, drawn from these
 * @param window publications it has unacknowledged at one time
 * @param payloadBytesMax smaller ones are drawn
 * @param retainShare share of its messages that are retained
 * @param expiryShare share of its messages that expire, where MQTT 5 lets them
 * @param periodNanos mean time between publications
 * @param link the quality of its connections
 */
record DeviceProfile(
    String name,
    ProtocolVersion version,
    boolean cleanStart,
    Duration sessionExpiry,
    int keepAliveSeconds,
    int receiveMaximum,
    int packetBytesMax,
    boolean will,
    Duration willDelay,
    List<Wish> subscriptions,
    List<TopicName> topics,
    List<Qos> qos,
    int window,
    int payloadBytesMax,
    double retainShare,
    double expiryShare,
    long periodNanos,
    DeviceLink.Quality link) {

  /** One filter it subscribes to. */
  record Wish(String filter, Qos qos, boolean noLocal) {}

  boolean speaksMqtt5() {
    return version == ProtocolVersion.MQTT_5;
  }
}
