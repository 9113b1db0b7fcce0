package dev.sluice.cloud.bridge;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Stands where a broker would, hears packets, and says what the test says. */
final class ScriptedBroker {
  private final List<MqttMessage> heard = new CopyOnWriteArrayList<>();
  private final List<NetSocketInternal> clients = new CopyOnWriteArrayList<>();
  private final NetServer server;

  ScriptedBroker(Vertx vertx) throws Exception {
    server = vertx.createNetServer().connectHandler(socket -> onClient((NetSocketInternal) socket));
    server
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private void onClient(NetSocketInternal client) {
    ChannelPipeline pipeline = client.channelHandlerContext().pipeline();
    pipeline.addBefore("handler", "mqttEncoder", MqttEncoder.INSTANCE);
    pipeline.addBefore("handler", "mqttDecoder", new MqttDecoder(10_000));
    client.messageHandler(message -> heard.add((MqttMessage) message));
    clients.add(client);
  }

  int port() {
    return server.actualPort();
  }

  /** Packets of that type, of all connections, as they came. */
  List<MqttMessage> heard(MqttMessageType type) {
    return heard.stream().filter(one -> one.fixedHeader().messageType() == type).toList();
  }

  /** The Packet Identifiers of all such. */
  List<Integer> ids(MqttMessageType type) {
    return heard(type).stream()
        .map(one -> ((MqttMessageIdVariableHeader) one.variableHeader()).messageId())
        .toList();
  }

  /** On the newest connection. */
  void send(MqttMessage packet) {
    clients.get(clients.size() - 1).writeMessage(packet);
  }

  void accept(boolean sessionPresent) {
    send(
        MqttMessageBuilders.connAck()
            .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
            .sessionPresent(sessionPresent)
            .build());
  }

  /** What no encoder writes, on the newest connection. */
  void sendBytes(int... bytes) {
    Buffer raw = Buffer.buffer();
    for (int each : bytes) {
      raw.appendByte((byte) each);
    }
    clients.get(clients.size() - 1).write(raw);
  }

  /** Ends the newest connection. */
  void cut() {
    clients.get(clients.size() - 1).close();
  }
}
