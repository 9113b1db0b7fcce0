package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.ReasonCode;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Stands right behind the decoder and lets packets through to Vert.x MQTT one state at a time.
 *
 * <p>A client may send packets behind its CONNECT without waiting for CONNACK [MQTT-3.1.4-5], but
 * the endpoint of Vert.x closes on any packet that arrives before it was accepted. The gate holds
 * them, in order and bounded in bytes, until it sees CONNACK go out, however many passes of the
 * event loop later that is. It also stops everything that Vert.x would answer with an exception.
 */
final class InboundGate extends ChannelDuplexHandler {
  private enum State {
    AWAITING_CONNECT,
    HOLDING,
    OPEN,
    SHUT
  }

  private final Connection connection;
  private final int heldBytesMax;
  private final Queue<MqttMessage> held = new ArrayDeque<>(0);
  private int heldBytes;
  private State state = State.AWAITING_CONNECT;

  InboundGate(Connection connection, int heldBytesMax) {
    this.connection = connection;
    this.heldBytesMax = heldBytesMax;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    MqttMessage packet = (MqttMessage) message;
    connection.received(ClientPackets.wireSize(packet));
    switch (state) {
      case OPEN -> pass(context, packet);
      case HOLDING -> hold(packet);
      case AWAITING_CONNECT -> first(context, packet);
      case SHUT -> ReferenceCountUtil.release(packet);
    }
  }

  private void first(ChannelHandlerContext context, MqttMessage packet) {
    ReasonCode fault = ClientPackets.faultOf(packet);
    if (ClientPackets.isConnect(packet)) {
      state = State.HOLDING;
      connection.handOver(() -> context.fireChannelRead(packet));
    } else if (fault == ReasonCode.UNSUPPORTED_PROTOCOL_VERSION) {
      // Vert.x answers this one with the CONNACK that it deserves [MQTT-3.1.2-2].
      shut();
      connection.refused(fault);
      context.fireChannelRead(packet);
    } else {
      // [MQTT-3.1.0-1]: the first packet is a CONNECT; nothing else gets an answer.
      ReferenceCountUtil.release(packet);
      shut();
      connection.refused(fault == ReasonCode.SUCCESS ? ReasonCode.PROTOCOL_ERROR : fault);
      connection.drop();
    }
  }

  private void hold(MqttMessage packet) {
    held.add(packet);
    heldBytes += ClientPackets.wireSize(packet);
    if (heldBytes > heldBytesMax) {
      shut();
      connection.overflowed();
    }
  }

  private void pass(ChannelHandlerContext context, MqttMessage packet) {
    ReasonCode fault =
        ClientPackets.isConnect(packet)
            ? ReasonCode.PROTOCOL_ERROR // [MQTT-3.1.0-2]: only one of them.
            : ClientPackets.faultOf(packet);
    if (fault == ReasonCode.SUCCESS) {
      context.fireChannelRead(packet);
    } else {
      ReferenceCountUtil.release(packet);
      connection.malformed(fault);
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // The promise was passed in by who waits for it.
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    context.write(message, promise);
    if (message instanceof MqttConnAckMessage connAck
        && connAck.variableHeader().connectReturnCode()
            == MqttConnectReturnCode.CONNECTION_ACCEPTED) {
      // Not at once: a turn of the broker is being performed, and turns are not nested.
      context.executor().execute(() -> open(context));
    }
  }

  private void open(ChannelHandlerContext context) {
    while (state == State.HOLDING && !held.isEmpty()) {
      pass(context, held.remove());
    }
    if (state == State.HOLDING) {
      state = State.OPEN;
    }
    context.fireChannelReadComplete();
  }

  /** Whether packets pass at once: the client is accepted, and nothing of it is held any more. */
  boolean isOpen() {
    return state == State.OPEN;
  }

  /** From now on everything that arrives is discarded. */
  void shut() {
    state = State.SHUT;
    while (!held.isEmpty()) {
      ReferenceCountUtil.release(held.remove());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    shut();
    connection.gone();
    context.fireChannelInactive();
  }

  /** A reset by the peer and the like: the network's fault, told in one line. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    connection.failed(cause);
    connection.drop();
  }
}
