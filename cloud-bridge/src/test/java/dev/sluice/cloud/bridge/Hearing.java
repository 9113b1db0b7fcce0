package dev.sluice.cloud.bridge;

import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** An MQTT 5 client's callback that passes on messages. */
record Hearing(Consumer<MqttMessage> messages) implements MqttCallback {
  @Override
  public void messageArrived(String topic, MqttMessage message) {
    messages.accept(message);
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {
    // The test says what it expects.
  }

  @Override
  public void mqttErrorOccurred(MqttException exception) {
    // The test waits for what should have come.
  }

  @Override
  public void deliveryComplete(IMqttToken token) {
    // It publishes nothing.
  }

  @Override
  public void connectComplete(boolean reconnect, String serverUri) {
    // The test connects itself.
  }

  @Override
  public void authPacketArrived(int reasonCode, MqttProperties properties) {
    // Nobody asks for it.
  }
}
