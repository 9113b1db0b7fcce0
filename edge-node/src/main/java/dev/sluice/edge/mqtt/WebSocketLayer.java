package dev.sluice.edge.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.MessageToMessageCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * MQTT inside WebSocket frames (section 6): between the socket, or TLS, and everything that knows
 * MQTT only. Frames may be cut as they like [MQTT-6.0.0-2], and be continued.
 */
final class WebSocketLayer {
  private static final String SUBPROTOCOLS = "mqtt,mqttv3.1";
  private static final int REQUEST_BYTES_MAX = 16 << 10;

  private WebSocketLayer() {}

  /**
   * @param before name of the first handler that knows MQTT
   * @param frameBytesMax of one frame, and of all that continue each other
   * @param arrived told how many bytes came, before any of them comes out
   */
  static void insert(
      ChannelPipeline pipeline,
      String before,
      Door.WebSocket webSocket,
      int frameBytesMax,
      IntConsumer arrived) {
    WebSocketServerProtocolConfig config =
        WebSocketServerProtocolConfig.newBuilder()
            .websocketPath(webSocket.path())
            .subprotocols(SUBPROTOCOLS)
            .maxFramePayloadLength(frameBytesMax)
            .build();
    pipeline.addBefore(before, "sluiceArrivals", new Arrivals(arrived));
    pipeline.addBefore(before, "sluiceHttp", new HttpServerCodec());
    pipeline.addBefore(before, "sluiceHttpWhole", new HttpObjectAggregator(REQUEST_BYTES_MAX));
    pipeline.addBefore(before, "sluiceWebSocketDoor", new WebSocketRequests(webSocket));
    pipeline.addBefore(before, "sluiceWebSocket", new WebSocketServerProtocolHandler(config));
    pipeline.addBefore(before, "sluiceWebSocketWhole", new WebSocketFrameAggregator(frameBytesMax));
    pipeline.addBefore(before, "sluiceWebSocketBytes", new Bytes());
  }

  /** A frame is held until it is whole, and out of sight of who reads packets. */
  private static final class Arrivals extends ChannelInboundHandlerAdapter {
    private final IntConsumer arrived;

    Arrivals(IntConsumer arrived) {
      this.arrived = arrived;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof ByteBuf bytes) {
        arrived.accept(bytes.readableBytes());
      }
      context.fireChannelRead(message);
    }
  }

  /** What is inside the frames, in both directions. */
  private static final class Bytes extends MessageToMessageCodec<WebSocketFrame, ByteBuf> {
    Bytes() {
      super(WebSocketFrame.class, ByteBuf.class);
    }

    @Override
    protected void encode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) {
      out.add(new BinaryWebSocketFrame(bytes.retain()));
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // channelInactive says when it has happened.
    protected void decode(ChannelHandlerContext context, WebSocketFrame frame, List<Object> out) {
      if (frame instanceof BinaryWebSocketFrame) {
        out.add(frame.content().retain());
      } else {
        // [MQTT-6.0.0-1]: anything but a binary frame ends the connection.
        context.close();
      }
    }
  }
}
