package dev.sluice.edge;

import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.UplinkTopics;
import dev.sluice.uplink.forward.Block;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.LaneReceiver;
import dev.sluice.uplink.forward.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
 * The cloud's half of the forwarding plane behind any MQTT broker, its disk a list: {@link #crash}
 * takes away what only its memory had. Driven by {@link #tick}.
 */
final class StandInBridge implements MqttCallback, IMqttActionListener {
  private final MqttAsyncClient client;
  private final MqttConnectOptions options = new MqttConnectOptions();
  private volatile boolean connecting;

  // The disk.
  private final Map<String, Long> marks = new HashMap<>();
  private final List<String> stored = new ArrayList<>();

  // The memory.
  private LaneReceiver receiver = newReceiver();
  private final List<Batch> uncommitted = new ArrayList<>();

  StandInBridge(int port) throws MqttException {
    client = new MqttAsyncClient("tcp://127.0.0.1:" + port, "bridge", new MemoryPersistence());
    client.setCallback(this);
    options.setConnectionTimeout(3);
    options.setMaxInflight(1_000);
  }

  private LaneReceiver newReceiver() {
    return new LaneReceiver(
        new LaneReceiver.Settings(100, 1 << 20), this::committed, this::perform);
  }

  private static String key(LinkId link, LaneName lane) {
    return link + " " + lane;
  }

  private Optional<Long> committed(LinkId link, LaneName lane) {
    return Optional.ofNullable(marks.get(key(link, lane)));
  }

  /** Connects again if need be, and commits what has gathered. */
  void tick() {
    if (!connecting && !client.isConnected()) {
      connecting = true;
      try {
        client.connect(options, null, this);
      } catch (MqttException busy) {
        connecting = false;
      }
    }
    commitAll();
  }

  private synchronized void commitAll() {
    List<Batch> ready = List.copyOf(uncommitted);
    uncommitted.clear();
    for (Batch batch : ready) {
      store(batch);
      receiver.onCommitted(batch);
    }
  }

  private void store(Batch batch) {
    String key = key(batch.link(), batch.lane());
    long mark = marks.getOrDefault(key, batch.base() - 1);
    try {
      for (Block.Item item : Block.decode(batch.first(), batch.last(), batch.block())) {
        if (item.sequence() > mark) {
          ForwardedMessage message = MessageCodec.decode(item.body(), OptionalLong.empty());
          stored.add(message.topic() + " " + new String(message.payload(), StandardCharsets.UTF_8));
        }
      }
    } catch (MalformedEnvelopeException e) {
      stored.add("malformed: " + e.getMessage());
    }
    marks.put(key, Math.max(mark, batch.last()));
  }

  /** Its process ends and starts again. */
  synchronized void crash() {
    uncommitted.clear();
    receiver = newReceiver();
  }

  /** "topic payload", in the order in which they were stored. */
  synchronized List<String> stored() {
    return List.copyOf(stored);
  }

  synchronized int storedCount() {
    return stored.size();
  }

  private void perform(LaneReceiver.Output output) {
    if (output instanceof LaneReceiver.Output.Commit commit) {
      uncommitted.add(commit.batch());
    } else if (output instanceof LaneReceiver.Output.Send send) {
      try {
        client.publish(UplinkTopics.forwardDown(send.edgeId()), send.bytes(), 0, false);
      } catch (MqttException gone) {
        // The edge node asks again.
      }
    }
  }

  @Override
  public synchronized void messageArrived(String topic, MqttMessage message) {
    String edgeId = topic.substring(topic.lastIndexOf('/') + 1);
    receiver.onBytes(edgeId, message.getPayload());
  }

  @Override
  public void onSuccess(IMqttToken token) {
    try {
      client.subscribe(UplinkTopics.FORWARD_UP_FILTER, 1);
    } catch (MqttException gone) {
      // The next tick connects again.
    }
    connecting = false;
  }

  @Override
  public void onFailure(IMqttToken token, Throwable cause) {
    connecting = false;
  }

  @Override
  public void connectionLost(Throwable cause) {
    // The next tick sees it.
  }

  @Override
  public void deliveryComplete(IMqttDeliveryToken token) {
    // Progress needs no acknowledgement.
  }

  void close() throws MqttException {
    client.disconnectForcibly(100, 1_000, false);
    client.close(true);
  }
}
