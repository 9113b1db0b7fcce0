package dev.sluice.cloud.gate;

import dev.sluice.tls.Certificates;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * One edge node's connection: who it is comes from its certificate, what it sends is looked at
 * packet by packet and given to the broker. Lives on the connection's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // channelInactive says what came of it.
final class FrontHandler extends ChannelInboundHandlerAdapter {
  /** What may stand behind a CONNECT until the broker is reached. */
  private static final int HELD_MAX = 100;

  /** CONNACK: not authorized (section 3.2.2.3 of MQTT 3.1.1). */
  private static final byte[] NOT_AUTHORIZED = {0x20, 2, 0, 5};

  private static final String CALLED = "edge-";

  private final LinkGate gate;
  private final ArrayDeque<MqttMessage> held = new ArrayDeque<>();
  private ChannelHandlerContext context;
  private Optional<EdgeRights> rights = Optional.empty();
  private Optional<Channel> back = Optional.empty();
  private String who = "";
  private Optional<X509Certificate> shown = Optional.empty();
  private boolean over;

  FrontHandler(LinkGate gate) {
    this.gate = gate;
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    context = active;
    who =
        active.channel().remoteAddress() instanceof InetSocketAddress address
            ? address.getAddress().getHostAddress()
            : "";
    gate.visitors().arrived(this).ifPresent(oldest -> oldest.end(Refusal.TIMEOUT));
    active
        .executor()
        .schedule(
            this::onTimeout, gate.settings().connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
    active.fireChannelActive();
  }

  private void onTimeout() {
    if (rights.isEmpty()) {
      end(Refusal.TIMEOUT);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext active, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess() && !over) {
      end(Refusal.HANDSHAKE);
    }
    active.fireUserEventTriggered(event);
  }

  @Override
  public void channelRead(ChannelHandlerContext active, Object message) {
    MqttMessage packet = (MqttMessage) message;
    Optional<Refusal> refusal = over ? Optional.of(Refusal.UNEXPECTED) : judge(packet);
    if (refusal.isEmpty()) {
      pass(packet);
      return;
    }
    ReferenceCountUtil.release(message);
    end(refusal.get());
  }

  private Optional<Refusal> judge(MqttMessage packet) {
    if (packet.decoderResult().isFailure()) {
      return Optional.of(Refusal.MALFORMED);
    }
    if (rights.isPresent()) {
      return rights.get().onPacket(packet);
    }
    return packet instanceof MqttConnectMessage connect
        ? onConnect(connect)
        : Optional.of(Refusal.UNEXPECTED);
  }

  private Optional<Refusal> onConnect(MqttConnectMessage connect) {
    shown = certificate();
    Optional<String> name = shown.flatMap(Certificates::name);
    if (name.isEmpty() || !gate.members().admits(name.get(), shown.get())) {
      return Optional.of(Refusal.NOT_ENROLLED);
    }
    who = CALLED + name.get();
    EdgeRights own = new EdgeRights(name.get());
    Optional<Refusal> refusal = own.onConnect(connect);
    if (refusal.isEmpty() && !gate.visitors().admitted(this)) {
      return Optional.of(Refusal.TOO_MANY);
    }
    if (refusal.isEmpty()) {
      rights = Optional.of(own);
      context.channel().config().setAutoRead(false);
      gate.reachBroker(context.channel(), this::onBroker);
    }
    return refusal;
  }

  private Optional<X509Certificate> certificate() {
    try {
      var chain =
          context.pipeline().get(SslHandler.class).engine().getSession().getPeerCertificates();
      return chain[0] instanceof X509Certificate found ? Optional.of(found) : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }

  private void onBroker(Optional<Channel> reached) {
    if (over || reached.isEmpty()) {
      reached.ifPresent(Channel::close);
      context.close();
      return;
    }
    back = reached;
    while (!held.isEmpty()) {
      reached.get().write(held.remove());
    }
    reached.get().flush();
    context.channel().config().setAutoRead(true);
  }

  private void pass(MqttMessage packet) {
    if (back.isPresent()) {
      Channel broker = back.get();
      broker.write(packet);
      if (!broker.isWritable()) {
        context.channel().config().setAutoRead(false);
      }
    } else {
      held.add(packet);
      if (held.size() > HELD_MAX) {
        end(Refusal.UNEXPECTED);
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext active) {
    back.ifPresent(Channel::flush);
    active.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext active) {
    if (active.channel().isWritable()) {
      back.ifPresent(broker -> broker.config().setAutoRead(true));
    }
    active.fireChannelWritabilityChanged();
  }

  /** Whether it may still be here; any thread. */
  void check() {
    context
        .executor()
        .execute(
            () -> {
              boolean stays =
                  shown.isPresent()
                      && gate.members().admits(who.substring(CALLED.length()), shown.get());
              if (!over && !stays) {
                end(Refusal.NOT_ENROLLED);
              }
            });
  }

  /** Counts and closes, once; any thread. */
  void end(Refusal refusal) {
    if (!context.executor().inEventLoop()) {
      context.executor().execute(() -> end(refusal));
      return;
    }
    if (over) {
      return;
    }
    over = true;
    gate.refusals().add(refusal, who);
    boolean asked = shown.isPresent() && rights.isEmpty();
    ByteBuf last = asked ? Unpooled.wrappedBuffer(NOT_AUTHORIZED) : Unpooled.EMPTY_BUFFER;
    context.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
    back.ifPresent(Channel::close);
  }

  @Override
  public void channelInactive(ChannelHandlerContext active) {
    over = true;
    gate.visitors().left(this);
    held.forEach(ReferenceCountUtil::release);
    held.clear();
    back.ifPresent(Channel::close);
    active.fireChannelInactive();
  }

  /** The peer or the network; TLS that is none is told by the handshake's own event. */
  @Override
  public void exceptionCaught(ChannelHandlerContext active, Throwable cause) {
    active.close();
  }
}
