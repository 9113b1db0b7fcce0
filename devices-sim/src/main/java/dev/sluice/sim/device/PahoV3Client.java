package dev.sluice.sim.device;

import static org.eclipse.paho.client.mqttv3.MqttException.REASON_CODE_CLIENT_CONNECTED;

import java.util.Arrays;
import java.util.concurrent.Executor;
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
 * A device on Eclipse Paho, MQTT 3.1.1. Like {@link PahoV5Client} it keeps one Paho client, and its
 * session at the broker, through all connections.
 */
final class PahoV3Client implements DeviceClient {
  private static final int SUBSCRIPTION_FAILED = 0x80;

  private final ClientSettings settings;
  private final Listener listener;
  private final Executor loop;
  private final MqttAsyncClient client;
  private final MqttConnectOptions options = new MqttConnectOptions();

  PahoV3Client(ClientSettings settings, Listener listener, Executor loop) {
    this.settings = settings;
    this.listener = listener;
    this.loop = loop;
    try {
      client = new MqttAsyncClient(settings.uri(), settings.clientId(), new MemoryPersistence());
    } catch (MqttException e) {
      throw new IllegalArgumentException("client id or address: " + e.getMessage(), e);
    }
    client.setCallback(new Callback());
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    options.setCleanSession(false);
    options.setKeepAliveInterval(ClientSettings.KEEP_ALIVE_SECONDS);
    options.setConnectionTimeout(ClientSettings.CONNECT_TIMEOUT_SECONDS);
    options.setMaxInflight(ClientSettings.IN_FLIGHT_MAX);
    options.setAutomaticReconnect(false);
    options.setSocketFactory(new PromptSockets());
  }

  @Override
  public void connect() {
    try {
      client.connect(options, null, new Step(this::subscribe));
    } catch (MqttException e) {
      if (e.getReasonCode() == REASON_CODE_CLIENT_CONNECTED) {
        subscribe();
      } else {
        gone(reason(e));
      }
    }
  }

  private void subscribe() {
    if (settings.filters().isEmpty()) {
      loop.execute(listener::connected);
      return;
    }
    String[] filters = settings.filters().toArray(String[]::new);
    int[] qos = new int[filters.length];
    Arrays.fill(qos, settings.subscriptionQos());
    try {
      client.subscribe(filters, qos, null, new Step(() -> loop.execute(listener::connected)));
    } catch (MqttException e) {
      gone(reason(e));
    }
  }

  @Override
  public boolean publish(long sequence, byte[] payload) {
    MqttMessage message = new MqttMessage(payload);
    message.setQos(settings.qos());
    try {
      client.publish(settings.topic(), message, sequence, null);
      return true;
    } catch (MqttException notSent) {
      return false;
    }
  }

  /** 3.1.1 cannot end a kept session while leaving; without subscriptions nothing gathers in it. */
  @Override
  public void close() {
    try {
      client.setCallback(null);
      if (!settings.filters().isEmpty()) {
        client.unsubscribe(settings.filters().toArray(String[]::new));
      }
      client.disconnect(100);
    } catch (MqttException alreadyGone) {
      // There is no connection to leave.
    }
  }

  private void gone(String why) {
    loop.execute(() -> listener.disconnected(why));
  }

  private static String reason(Throwable e) {
    return e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
  }

  /** What follows one step of connecting. */
  private final class Step implements IMqttActionListener {
    private final Runnable then;

    Step(Runnable then) {
      this.then = then;
    }

    @Override
    public void onSuccess(IMqttToken token) {
      int[] granted = token.getGrantedQos();
      if (granted != null && granted.length > 0 && granted[0] == SUBSCRIPTION_FAILED) {
        gone("subscription to " + settings.filters() + " refused");
      } else {
        then.run();
      }
    }

    @Override
    public void onFailure(IMqttToken token, Throwable e) {
      gone(reason(e));
    }
  }

  private final class Callback implements MqttCallback {
    @Override
    public void messageArrived(String topic, MqttMessage message) {
      Inbound inbound =
          new Inbound(topic, message.getPayload(), message.isDuplicate(), System.nanoTime());
      loop.execute(() -> listener.received(inbound));
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
      if (settings.qos() > 0 && token.getUserContext() instanceof Long sequence) {
        loop.execute(() -> listener.acknowledged(sequence));
      }
    }

    @Override
    public void connectionLost(Throwable e) {
      gone(reason(e));
    }
  }
}
