package dev.sluice.sim.forward;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A device that asks for predictions and counts the answers to each. */
final class AskingDevice implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("\"id\":\"(r\\d+)\"");
  private static final int IN_FLIGHT_MAX = 5_000;
  private static final long PATIENCE_MILLIS = 30_000;

  private final MqttClient client;
  private final String topic;
  private final Map<String, Integer> answers = new ConcurrentHashMap<>();
  private final AtomicInteger byTheCloud = new AtomicInteger();
  private int asked;

  AskingDevice(int port, String topic) throws MqttException {
    this.topic = topic;
    client = new MqttClient("tcp://127.0.0.1:" + port, "asking", new MemoryPersistence());
    client.setTimeToWait(PATIENCE_MILLIS);
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMaxInflight(IN_FLIGHT_MAX);
    client.connect(options);
    client.subscribe(
        topic + "/inference", 1, (at, message) -> hear(new String(message.getPayload(), UTF_8)));
  }

  private void hear(String answer) {
    Matcher id = ID.matcher(answer);
    answers.merge(id.find() ? id.group(1) : answer, 1, Integer::sum);
    if (answer.contains("\"placement\":\"cloud\"")) {
      byTheCloud.incrementAndGet();
    }
  }

  void ask(int requests) throws MqttException {
    for (int i = 0; i < requests; i++) {
      String json = "{\"id\":\"r" + asked++ + "\",\"values\":[0.1,0.3,-0.2,0.4]}";
      client.publish(topic, json.getBytes(UTF_8), 1, false);
    }
  }

  int asked() {
    return asked;
  }

  int answered() {
    return answers.size();
  }

  /** How many answers each request had that had any. */
  Collection<Integer> answersOfEach() {
    return List.copyOf(answers.values());
  }

  int byTheCloud() {
    return byTheCloud.get();
  }

  @Override
  public void close() {
    try {
      client.disconnectForcibly(0, 100);
      client.close(true);
    } catch (MqttException e) {
      throw new IllegalStateException(e);
    }
  }
}
