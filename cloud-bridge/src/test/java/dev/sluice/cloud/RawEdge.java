package dev.sluice.cloud;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLContext;

/** A client that sends what it likes, over TLS, and says what came of it. */
final class RawEdge implements AutoCloseable {
  private static final int PATIENCE_MS = 10_000;
  static final String ACCEPTED = "20020000";
  static final String NOT_AUTHORIZED = "20020005";

  private final Socket socket;

  RawEdge(int port, SSLContext tls) throws IOException {
    socket = tls.getSocketFactory().createSocket("127.0.0.1", port);
    socket.setSoTimeout(PATIENCE_MS);
  }

  static MqttMessage connect(String clientId, MqttVersion version) {
    return MqttMessageBuilders.connect()
        .clientId(clientId)
        .protocolVersion(version)
        .cleanSession(true)
        .keepAlive(30)
        .build();
  }

  static MqttMessage publish(String topic) {
    return MqttMessageBuilders.publish()
        .topicName(topic)
        .qos(MqttQoS.AT_MOST_ONCE)
        .payload(Unpooled.wrappedBuffer(new byte[] {1}))
        .build();
  }

  static MqttMessage subscribe(String filter) {
    return MqttMessageBuilders.subscribe()
        .messageId(1)
        .addSubscription(MqttQoS.AT_LEAST_ONCE, filter)
        .build();
  }

  RawEdge send(MqttMessage packet) throws IOException {
    EmbeddedChannel encoder = new EmbeddedChannel(MqttEncoder.INSTANCE);
    encoder.writeOutbound(packet);
    ByteBuf bytes = encoder.readOutbound();
    return send(ByteBufUtil.getBytes(bytes));
  }

  RawEdge send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** So many bytes in hexadecimal; fewer when the other side ends it. */
  String read(int bytes) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder heard = new StringBuilder();
    for (int i = 0; i < bytes; i++) {
      int one = in.read();
      if (one < 0) {
        break;
      }
      heard.append("%02x".formatted(one));
    }
    return heard.toString();
  }

  /** Whether the other side ends it without another byte. */
  boolean isClosed() {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
