package dev.sluice.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Set;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttMessage;

/** Notes the text of every message that arrives. */
record Noting(Set<String> texts) implements MqttCallback {
  @Override
  public void messageArrived(String topic, MqttMessage message) {
    texts.add(new String(message.getPayload(), UTF_8));
  }

  @Override
  public void deliveryComplete(IMqttDeliveryToken token) {}

  @Override
  public void connectionLost(Throwable cause) {}
}
