package dev.sluice.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;

/** Netty's MQTT decoder as the peer of what is tested. */
final class Decoding {
  private static final int MAX_BYTES = 8 << 20;

  /** The decoder learns the protocol version from a CONNECT. */
  private static final String CONNECT_5 = "100d00044d5154540502003c000000";

  private static final String CONNECT_3_1_1 = "100c00044d5154540402003c0000";

  private Decoding() {}

  /** A CONNECT of that version. */
  static ByteBuf connect(boolean mqtt5) {
    return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(mqtt5 ? CONNECT_5 : CONNECT_3_1_1));
  }

  /** The packet that the bytes are, and nothing left over. */
  static MqttMessage one(boolean mqtt5, ByteBuf bytes) {
    EmbeddedChannel channel = new EmbeddedChannel(new MqttDecoder(MAX_BYTES));
    channel.writeInbound(connect(mqtt5));
    MqttMessage handshake = channel.readInbound();
    assertThat(handshake.decoderResult().isSuccess()).isTrue();
    channel.writeInbound(bytes);
    MqttMessage packet = channel.readInbound();
    assertThat(packet).as("a whole packet").isNotNull();
    assertThat(packet.decoderResult().isSuccess()).as("well formed: %s", packet).isTrue();
    assertThat(channel.<MqttMessage>readInbound()).as("nothing behind it").isNull();
    assertThat(bytes.isReadable()).isFalse();
    return packet;
  }
}
