package dev.sluice.edge;

import dev.sluice.broker.BrokerCore;
import dev.sluice.config.DataSize;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.edge.config.LimitsConfig;
import dev.sluice.edge.mqtt.MqttListener;
import dev.sluice.edge.mqtt.MqttListeners;
import dev.sluice.edge.mqtt.NodeLimits;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** The MQTT listeners as the configuration asks for them, and what they share. */
final class Listeners {
  /** Sockets beyond the clients that are let in: those that are about to be told so. */
  private static final int SOCKETS_WAITING_MAX = 1_000;

  private Listeners() {}

  static MqttListeners of(
      EdgeConfig config,
      Vertx vertx,
      AccessParts access,
      BrokerCore broker,
      LongSupplier clock,
      EdgeLoop loop) {
    List<MqttListener> made = new ArrayList<>();
    NodeLimits shared = new NodeLimits(shared(config.limits()));
    for (EdgeConfig.Listener one : config.allListeners()) {
      made.add(
          new MqttListener(
              vertx,
              settings(config, one),
              access.door(made.size()),
              shared,
              broker,
              clock,
              loop::endOfTurn));
    }
    return new MqttListeners(made);
  }

  private static NodeLimits.Settings shared(LimitsConfig limits) {
    return new NodeLimits.Settings(
        limits.connections() + SOCKETS_WAITING_MAX,
        limits.connectsPerSecond(),
        limits.totalMessagesPerSecond(),
        limits.totalBytesPerSecond().map(DataSize::bytes).orElse(0L));
  }

  private static MqttListener.Settings settings(EdgeConfig config, EdgeConfig.Listener listener) {
    LimitsConfig limits = config.limits();
    int packetBytes = limits.packetSize().bytesAsInt();
    return new MqttListener.Settings(
        listener.host(),
        listener.port(),
        packetBytes,
        limits.clientIdSize().bytesAsInt(),
        listener.connectTimeout(),
        config.mqtt().packetTimeout(),
        packetBytes,
        limits.unansweredSize().bytes(),
        config.mqtt().topicAliases(),
        config.mqtt().responseInformation(),
        new MqttListener.Rates(
            limits.messagesPerSecond(), limits.bytesPerSecond().map(DataSize::bytes).orElse(0L)),
        KeepRules.of(listener));
  }
}
