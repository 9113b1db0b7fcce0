package dev.sluice.edge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * A Paho client that keeps its session and comes back whenever it can; it is driven by {@link
 * #tick}. Its publications are numbered, and it notes what was acknowledged and what arrived.
 */
final class CrashClient implements MqttCallback, IMqttActionListener {
  private static final int IN_FLIGHT_MAX = 20;

  private final String id;
  private final MqttAsyncClient client;
  private final MqttConnectOptions options = new MqttConnectOptions();
  private final NavigableSet<Integer> acknowledged = new ConcurrentSkipListSet<>();
  private final ConcurrentLinkedQueue<String> arrived = new ConcurrentLinkedQueue<>();
  private volatile boolean connecting;
  private volatile boolean connectedOnce;
  private final AtomicInteger sessionsLost = new AtomicInteger();
  private int published;

  CrashClient(int port, String id) throws MqttException {
    this.id = id;
    client = new MqttAsyncClient("tcp://127.0.0.1:" + port, id, new MemoryPersistence());
    client.setCallback(this);
    options.setCleanSession(false);
    options.setConnectionTimeout(3);
    options.setMaxInflight(2 * IN_FLIGHT_MAX);
  }

  /** Connects again if need be. */
  void tick() {
    if (connecting || client.isConnected()) {
      return;
    }
    connecting = true;
    try {
      client.connect(options, null, this);
    } catch (MqttException busy) {
      connecting = false;
    }
  }

  @Override
  public void onSuccess(IMqttToken token) {
    // Whoever had a session must find it again.
    if (connectedOnce && !token.getSessionPresent()) {
      sessionsLost.incrementAndGet();
    }
    connectedOnce = true;
    connecting = false;
  }

  @Override
  public void onFailure(IMqttToken token, Throwable cause) {
    connecting = false;
  }

  boolean isConnected() {
    return client.isConnected();
  }

  int sessionsLost() {
    return sessionsLost.get();
  }

  void subscribe(String filter, int qos) throws MqttException {
    client.subscribe(filter, qos).waitForCompletion(10_000);
  }

  /** Publishes the next number, unless enough is on its way. */
  void publish(String topic, int qos, boolean retained) {
    if (!client.isConnected() || onTheWay() >= IN_FLIGHT_MAX) {
      return;
    }
    byte[] number = Integer.toString(published).getBytes(StandardCharsets.UTF_8);
    try {
      client.publish(topic, number, qos, retained, published, null);
      published++;
    } catch (MqttException gone) {
      // It was not taken; its number goes to the next.
    }
  }

  /** What the client still has; its own count of what is in flight drifts with each connection. */
  private int onTheWay() {
    return client.getPendingDeliveryTokens().length;
  }

  boolean isIdle() {
    return client.isConnected() && onTheWay() == 0;
  }

  int published() {
    return published;
  }

  NavigableSet<Integer> acknowledged() {
    return acknowledged;
  }

  /** "topic number", as they came. */
  List<String> arrived() {
    return new ArrayList<>(arrived);
  }

  @Override
  public void deliveryComplete(IMqttDeliveryToken token) {
    if (token.getUserContext() instanceof Integer number) {
      acknowledged.add(number);
    }
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    arrived.add(topic + " " + new String(message.getPayload(), StandardCharsets.UTF_8));
  }

  @Override
  public void connectionLost(Throwable cause) {
    // The next tick sees it.
  }

  void close() throws MqttException {
    client.disconnectForcibly(100, 1_000, false);
    client.close(true);
  }

  @Override
  public String toString() {
    return "%s: published %d, acknowledged %d, on its way %d, connected %s"
        .formatted(id, published, acknowledged.size(), onTheWay(), client.isConnected());
  }
}
