package dev.sluice.edge.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A real MQTT client as the tests need it; one for each of Paho's two libraries. */
interface Device extends AutoCloseable {
  /** Connects with a fresh session and, where the topic is not empty, a Will at QoS 1. */
  void connect(String willTopic) throws Exception;

  void subscribe(String filter, int qos) throws Exception;

  /** Returns when the broker has taken the message over, as the QoS demands. */
  void publish(String topic, byte[] payload, int qos, boolean retained) throws Exception;

  /** The next message that arrives, if one comes within some seconds. */
  Optional<Received> poll() throws Exception;

  /** The next message that arrives, waiting for it. */
  default Received next() throws Exception {
    return poll().orElseThrow(() -> new AssertionError("no message within some seconds"));
  }

  /** Cuts the socket without DISCONNECT. */
  void cut() throws Exception;

  boolean isConnected();

  @Override
  void close();

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A message as a subscriber saw it. */
  record Received(String topic, byte[] payload, int qos, boolean retained) {
    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }

  /** The libraries. */
  enum Library {
    PAHO_5 {
      @Override
      Device device(String uri, String clientId) throws Exception {
        return new Paho5Device(uri, clientId);
      }
    },
    PAHO_3 {
      @Override
      Device device(String uri, String clientId) throws Exception {
        return new Paho3Device(uri, clientId);
      }
    };

    abstract Device device(String uri, String clientId) throws Exception;
  }
}
