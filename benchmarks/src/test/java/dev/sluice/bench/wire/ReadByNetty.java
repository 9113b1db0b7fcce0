package dev.sluice.bench.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import java.nio.ByteBuffer;

/** An independent opinion on what we encode. */
final class ReadByNetty {
  private ReadByNetty() {}

  static MqttMessage packet(byte[] bytes) {
    EmbeddedChannel channel = new EmbeddedChannel(new MqttDecoder(1 << 20));
    channel.writeInbound(Unpooled.wrappedBuffer(bytes));
    MqttMessage message = channel.readInbound();
    if (!message.decoderResult().isSuccess()) {
      throw new AssertionError(message.decoderResult().cause());
    }
    return message;
  }

  static byte[] written(ByteBuffer out) {
    ByteBuffer copy = out.duplicate().flip();
    byte[] bytes = new byte[copy.remaining()];
    copy.get(bytes);
    return bytes;
  }
}
