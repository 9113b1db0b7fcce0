package dev.sluice.sim.device;

import static org.eclipse.paho.mqttv5.client.MqttClientException.REASON_CODE_CLIENT_CONNECTED;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttPublish;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/**
 * A device on Eclipse Paho, MQTT 5.
 *
 * <p>One Paho client lives through all connections of the device, because it holds what is in
 * flight and sends it again. An acknowledgement is taken from {@code deliveryComplete}: a token's
 * own listener is told of a failure when the connection breaks, although the message is sent again.
 * The session is never begun clean, not even first: at the end of a connection that began clean,
 * Paho forgets what was in flight.
 */
final class PahoV5Client implements DeviceClient {
  private static final int ERROR_CODES_FROM = 0x80;

  /**
   * It writes stack traces of every lost connection to the console; held, or it would be forgotten.
   */
  private static final Logger LIBRARY_LOG = Logger.getLogger("org.eclipse.paho.mqttv5.client");

  static {
    LIBRARY_LOG.setLevel(Level.OFF);
  }

  private final ClientSettings settings;
  private final Listener listener;
  private final Executor loop;
  private final MqttAsyncClient client;
  private final MqttConnectionOptions options = new MqttConnectionOptions();

  PahoV5Client(ClientSettings settings, Listener listener, Executor loop) {
    this.settings = settings;
    this.listener = listener;
    this.loop = loop;
    try {
      client = new MqttAsyncClient(settings.uri(), settings.clientId(), new MemoryPersistence());
    } catch (MqttException e) {
      throw new IllegalArgumentException("client id or address: " + e.getMessage(), e);
    }
    client.setCallback(new Callback());
    options.setCleanStart(false);
    options.setSessionExpiryInterval(ClientSettings.SESSION_EXPIRY_SECONDS);
    options.setKeepAliveInterval(ClientSettings.KEEP_ALIVE_SECONDS);
    options.setConnectionTimeout(ClientSettings.CONNECT_TIMEOUT_SECONDS);
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
    MqttSubscription[] subscriptions =
        settings.filters().stream()
            .map(filter -> new MqttSubscription(filter, settings.subscriptionQos()))
            .toArray(MqttSubscription[]::new);
    try {
      client.subscribe(
          subscriptions,
          null,
          new Step(() -> loop.execute(listener::connected)),
          new MqttProperties());
    } catch (MqttException e) {
      gone(reason(e));
    }
  }

  @Override
  public boolean publish(long sequence, byte[] payload) {
    MqttMessage message = new MqttMessage(payload);
    message.setQos(settings.qos());
    message.setProperties(properties(sequence));
    try {
      if (client.getInFlightMessageCount() >= ClientSettings.IN_FLIGHT_MAX) {
        return false;
      }
      keepTopic(client.publish(settings.topic(), message, sequence, null));
      return true;
    } catch (MqttException notSent) {
      return false;
    }
  }

  private MqttProperties properties(long sequence) {
    List<UserProperty> user = new ArrayList<>(2);
    settings
        .deadlineMillis()
        .ifPresent(ms -> user.add(new UserProperty("x-deadline-ms", Long.toString(ms))));
    settings.ids().ifPresent(ids -> user.add(new UserProperty("x-id", ids.apply(sequence))));
    MqttProperties properties = new MqttProperties();
    properties.setUserProperties(user);
    return properties;
  }

  /**
   * Paho leaves out the topic where the broker knows an alias for it, and would send the message
   * again without it on a connection that knows no alias: a protocol error. Topic and alias
   * together are right on both.
   */
  private void keepTopic(IMqttToken token) {
    if (token.getRequestMessage() instanceof MqttPublish publish) {
      publish.setTopicName(settings.topic());
    }
  }

  @Override
  public void close() {
    MqttProperties endOfSession = new MqttProperties();
    endOfSession.setSessionExpiryInterval(0L);
    try {
      client.setCallback(null);
      client.disconnect(0, null, null, 0, endOfSession);
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

  private static boolean isError(IMqttToken token) {
    int[] codes = token.getReasonCodes();
    return codes != null && codes.length > 0 && codes[0] >= ERROR_CODES_FROM;
  }

  /** What follows one step of connecting. */
  private final class Step implements MqttActionListener {
    private final Runnable then;

    Step(Runnable then) {
      this.then = then;
    }

    @Override
    public void onSuccess(IMqttToken token) {
      if (isError(token)) {
        gone("reason code " + token.getReasonCodes()[0]);
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
    public void deliveryComplete(IMqttToken token) {
      if (settings.qos() > 0 && token.getUserContext() instanceof Long sequence) {
        boolean refused = isError(token);
        loop.execute(
            () -> {
              if (refused) {
                listener.refused(sequence);
              } else {
                listener.acknowledged(sequence);
              }
            });
      }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
      MqttException e = response.getException();
      gone(e == null ? "reason code " + response.getReturnCode() : reason(e));
    }

    @Override
    public void connectComplete(boolean reconnect, String uri) {}

    @Override
    public void mqttErrorOccurred(MqttException e) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
  }
}
