package dev.sluice.cloud.broker;

import dev.sluice.cloud.broker.CommandIntake.OnceOnly;
import dev.sluice.uplink.ForwardedMessage;
import io.moquette.broker.subscriptions.Topic;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in one client's connection, between Moquette's decoder and Moquette: a message that a node
 * wants is kept on disk before the broker sees it, so that no acknowledgement says more than is
 * true. What comes behind it waits its turn.
 *
 * <p>What the bridge itself publishes came up from nodes and does not go down again. Lives on the
 * connection's event loop.
 */
final class CommandTap extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(CommandTap.class);

  /** Packets held of one connection, beyond which nothing more is read from it. */
  private static final int HELD_MAX = 1_000;

  /** A packet on its way to Moquette. */
  private static final class Held {
    private final Object packet;
    private boolean ready;

    Held(Object packet, boolean ready) {
      this.packet = packet;
      this.ready = ready;
    }
  }

  private final CommandIntake intake;
  private final BridgeCredentials bridge;
  private final BridgeAuthenticator authenticator;
  private final TopicRights rights;
  private final ArrayDeque<Held> held = new ArrayDeque<>();
  private final IncomingAliases aliases = new IncomingAliases();
  private Optional<String> user = Optional.empty();
  private String client = "";
  private boolean admitted;

  CommandTap(CommandIntake intake, BridgeCredentials bridge) {
    this.intake = intake;
    this.bridge = bridge;
    this.authenticator = new BridgeAuthenticator(bridge);
    this.rights = new TopicRights(bridge.username());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object packet) {
    if (packet instanceof MqttConnectMessage connect && connect.decoderResult().isSuccess()) {
      onConnect(connect);
    }
    Optional<ForwardedMessage> command = command(packet);
    if (command.isPresent()) {
      keep(context, (MqttPublishMessage) packet, command.get());
    } else if (held.isEmpty()) {
      pass(context, packet);
    } else {
      hold(context, new Held(packet, true));
    }
  }

  private void onConnect(MqttConnectMessage connect) {
    client = Optional.ofNullable(connect.payload().clientIdentifier()).orElse("");
    user = Optional.ofNullable(connect.payload().userName());
    boolean known =
        authenticator.checkValid(client, user.orElse(null), connect.payload().passwordInBytes());
    admitted = known && user.filter(bridge.username()::equals).isEmpty();
    if (admitted && connect.variableHeader().isCleanSession()) {
      intake.begun(client);
    }
  }

  /** The message, when it is one that a node wants and its publisher may send. */
  private Optional<ForwardedMessage> command(Object packet) {
    if (!admitted
        || !(packet instanceof MqttPublishMessage publish)
        || !publish.decoderResult().isSuccess()) {
      return Optional.empty();
    }
    Optional<String> topic = aliases.topicOf(publish);
    if (topic.isEmpty() || !intake.isWanted(topic.get()) || !mayWrite(topic.get())) {
      return Optional.empty();
    }
    return PublishedMessage.of(publish, topic.get());
  }

  private boolean mayWrite(String topic) {
    // Who has no name yet gets one of the broker's, which is nobody's either.
    return rights.canWrite(new Topic(topic), user.orElse(null), client.isEmpty() ? "-" : client);
  }

  private void keep(
      ChannelHandlerContext context, MqttPublishMessage publish, ForwardedMessage command) {
    Held one = new Held(publish, command.qos() == 0);
    hold(context, one);
    Consumer<Boolean> done = safe -> context.executor().execute(() -> onKept(context, one, safe));
    intake.keep(command, once(publish), done);
    drain(context);
  }

  private void onKept(ChannelHandlerContext context, Held one, boolean safe) {
    if (safe) {
      one.ready = true;
      drain(context);
      return;
    }
    // Unanswered and cut off, the publisher keeps it and sends it again.
    LOG.warn("event=command-not-kept remote={}", context.channel().remoteAddress());
    context.close();
  }

  private Optional<OnceOnly> once(MqttPublishMessage publish) {
    return publish.fixedHeader().qosLevel() == MqttQoS.EXACTLY_ONCE
        ? Optional.of(
            new OnceOnly(
                client, publish.variableHeader().packetId(), publish.fixedHeader().isDup()))
        : Optional.empty();
  }

  private void hold(ChannelHandlerContext context, Held one) {
    held.add(one);
    if (held.size() == HELD_MAX) {
      context.channel().config().setAutoRead(false);
    }
  }

  private void drain(ChannelHandlerContext context) {
    boolean full = held.size() >= HELD_MAX;
    while (!held.isEmpty() && held.element().ready) {
      pass(context, held.remove().packet);
    }
    if (full && held.size() < HELD_MAX) {
      context.channel().config().setAutoRead(true);
    }
  }

  private void pass(ChannelHandlerContext context, Object packet) {
    if (admitted
        && packet instanceof MqttMessage message
        && message.decoderResult().isSuccess()
        && message.fixedHeader().messageType() == MqttMessageType.PUBREL
        && message.variableHeader() instanceof MqttMessageIdVariableHeader header) {
      intake.released(client, header.messageId());
    }
    context.fireChannelRead(packet);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    held.forEach(one -> ReferenceCountUtil.release(one.packet));
    held.clear();
    context.fireChannelInactive();
  }
}
