package dev.sluice.edge.mqtt;

import dev.sluice.broker.ConnectionId;
import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.OutboundPacket;
import dev.sluice.mqtt.OutboundPacket.ConnAck;
import dev.sluice.mqtt.ProtocolVersion;
import dev.sluice.mqtt.Publish;
import dev.sluice.mqtt.ReasonCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.mqtt.MqttAuth;
import io.vertx.mqtt.MqttEndpoint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Network Connection from its first byte to its last: what happens on it becomes inputs of the
 * core, which hears of its end exactly once.
 */
final class Connection implements PlainPackets.Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /** How long a closed peer gets to read its last packets before the socket goes. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  /** A proof that outlives the process, and what a timer can count, needs no timer. */
  private static final Duration PROOF_EXPIRY_MAX = Duration.ofDays(10_000);

  // For the process.
  private final Connections connections;
  private final ListenerCounters counters;
  private final BrokerInputs inputs;

  // From the first byte.
  private final ConnectionId id;
  private final Channel channel;
  private final InboundGate gate;

  /** First of the handshake, then of the close. */
  private ScheduledFuture<?> deadline;

  // From CONNECT on.
  private MqttEndpoint endpoint;
  private Outbound outbound;
  private PlainPackets plainPackets;

  private Optional<ScheduledFuture<?>> proofExpiry = Optional.empty();

  /** From the CONNECT that the core was given until its end that the core knows of. */
  private boolean knownToCore;

  private boolean closing;

  Connection(Connections connections, ConnectionId id, Channel channel) {
    this.connections = connections;
    this.counters = connections.counters();
    this.inputs = connections.inputs();
    this.id = id;
    this.channel = channel;
    this.gate = new InboundGate(this, connections.settings().gateBytesMax());
    this.deadline =
        channel
            .eventLoop()
            .schedule(
                this::connectTimedOut,
                connections.settings().connectTimeout().toNanos(),
                TimeUnit.NANOSECONDS);
    counters.onOpened();
  }

  ConnectionId id() {
    return id;
  }

  InboundGate gate() {
    return gate;
  }

  // Before the core knows the connection.

  /** Vert.x makes the endpoint of this connection out of its CONNECT while the action runs. */
  void handOver(Runnable connect) {
    connections.during(this, connect);
  }

  /** CONNECT arrived: the core decides, in this turn or a later one. */
  void open(MqttEndpoint endpoint) {
    this.endpoint = endpoint;
    PipelineSeam.leaveKeepAliveToTheCore(channel.pipeline());
    ProtocolVersion version = Handshake.version(endpoint);
    plainPackets = new PlainPackets(this, version);
    outbound =
        new Outbound(
            this, PipelineSeam.encoder(channel.pipeline()), version, connections.flusher());
    try {
      Connect connect = Handshake.connect(endpoint, connections.settings().clientIdBytesMax());
      InboundPackets.attach(endpoint, this);
      Optional<MqttAuth> auth = Optional.ofNullable(endpoint.auth());
      connections
          .entrance()
          .ask(
              channel,
              auth.map(MqttAuth::getUsername),
              auth.map(MqttAuth::getPassword).map(text -> text.getBytes(StandardCharsets.UTF_8)),
              answer -> onAnswer(connect, answer));
    } catch (MalformedPacketException refused) {
      refuse(refused.reason(), version);
    }
  }

  /** It is known who the client is, or that it must go. */
  private void onAnswer(Connect connect, Doorkeeper.Answer answer) {
    if (!channel.isActive()) {
      return;
    }
    if (answer instanceof Doorkeeper.Answer.Admitted admitted) {
      knownToCore = true;
      connections.add(this);
      admitted.validFor().ifPresent(this::closeAfter);
      input((core, now) -> core.onConnect(id, connect, admitted.identity(), now));
    } else if (answer instanceof Doorkeeper.Answer.Refused refused) {
      gate.shut();
      counters.onUnauthenticated();
      Handshake.refuse(endpoint, refused.reason());
    }
  }

  /** What proved who the client is does so for a while only. */
  private void closeAfter(Duration validFor) {
    proofExpiry =
        Optional.of(
            channel
                .eventLoop()
                .schedule(
                    () -> input((core, now) -> core.disconnect(id, ReasonCode.NOT_AUTHORIZED, now)),
                    Math.min(validFor.toMillis(), PROOF_EXPIRY_MAX.toMillis()),
                    TimeUnit.MILLISECONDS));
  }

  private void refuse(ReasonCode reason, ProtocolVersion version) {
    gate.shut();
    refused(reason);
    // 3.1.1 has no return code for malformed packets: closing is the answer [MQTT-3.1.4-1].
    if (version == ProtocolVersion.MQTT_5 || reason == ReasonCode.CLIENT_IDENTIFIER_NOT_VALID) {
      Handshake.refuse(endpoint, reason);
    } else {
      drop();
    }
  }

  void refused(ReasonCode reason) {
    counters.onMalformed(reason);
    LOG.debug("mqtt=refused connection={} reason={}", id.value(), reason);
  }

  void overflowed() {
    counters.onGateOverflow();
    LOG.debug("mqtt=gate-overflow connection={}", id.value());
    drop();
  }

  private void connectTimedOut() {
    counters.onConnectTimeout();
    LOG.debug("mqtt=connect-timeout connection={}", id.value());
    drop();
  }

  // Inputs of the core.

  void received(int bytes) {
    counters.onReceived(bytes);
  }

  /**
   * Whether the packet was plain and the connection is where packets may come: what an accepted
   * client sends, with nothing held back before it.
   *
   * @see PlainPackets#take
   */
  boolean takePlain(int header, ByteBuf in, int body, int remaining) {
    if (!gate.isOpen() || !plainPackets.take(header, in, body, remaining)) {
      return false;
    }
    counters.onReceived(1 + VariableByteInteger.size(remaining) + remaining);
    return true;
  }

  @Override
  public void onPublish(Publish publish) {
    input((core, now) -> core.onPublish(id, publish, now));
  }

  @Override
  public void onPubAck(int packetId) {
    input((core, now) -> core.onPubAck(id, packetId, ReasonCode.SUCCESS, now));
  }

  @Override
  public void onPubRec(int packetId) {
    input((core, now) -> core.onPubRec(id, packetId, ReasonCode.SUCCESS, now));
  }

  @Override
  public void onPubRel(int packetId) {
    input((core, now) -> core.onPubRel(id, packetId, ReasonCode.SUCCESS, now));
  }

  @Override
  public void onPubComp(int packetId) {
    input((core, now) -> core.onPubComp(id, packetId, ReasonCode.SUCCESS, now));
  }

  /** Gives the core an input, unless it has already closed the connection or heard of its end. */
  void input(BrokerInputs.Input input) {
    if (!knownToCore) {
      return;
    }
    try {
      inputs.take(input);
    } catch (MalformedPacketException malformed) {
      malformed(malformed.reason());
    } catch (RuntimeException fault) {
      fault(fault);
    }
  }

  void malformed(ReasonCode reason) {
    gate.shut();
    counters.onMalformed(reason);
    LOG.debug("mqtt=malformed connection={} reason={}", id.value(), reason);
    input((core, now) -> core.onMalformed(id, reason, now));
    if (knownToCore) {
      drop();
    }
  }

  /** Vert.x closes the socket when this returns, so whatever is still to be said is said here. */
  void disconnected(BrokerInputs.Input disconnect) {
    input(disconnect);
    close();
  }

  /** The network's fault; channelInactive follows and tells the core. */
  void failed(Throwable cause) {
    LOG.debug("mqtt=network-error connection={} cause=\"{}\"", id.value(), cause.toString());
  }

  /** Our own: it costs this connection only. */
  void fault(RuntimeException fault) {
    counters.onFault();
    LOG.error("mqtt=fault connection={}", id.value(), fault);
    drop();
  }

  void gone() {
    counters.onGone();
    deadline.cancel(false);
    proofExpiry.ifPresent(expiry -> expiry.cancel(false));
    input((core, now) -> core.onClosed(id, now));
    forget();
    if (outbound != null) {
      outbound.release();
    }
  }

  private void forget() {
    knownToCore = false;
    connections.remove(this);
  }

  // Effects of the core.

  void transmit(OutboundPacket packet, int cost) {
    outbound.transmit(packet, cost);
  }

  void answer(ConnAck packet) {
    deadline.cancel(false);
    if (packet.reason().isError()) {
      forget();
      gate.shut();
      Handshake.refuse(endpoint, packet.reason());
    } else {
      Handshake.accept(endpoint, packet);
    }
  }

  /**
   * Sends what was transmitted and closes. Input is discarded meanwhile rather than left unread:
   * closing a socket with unread input resets it, and the peer would lose its last packets.
   */
  void close() {
    forget();
    gate.shut();
    if (closing) {
      return;
    }
    closing = true;
    deadline.cancel(false);
    channel.config().setAutoRead(true);
    deadline = channel.eventLoop().schedule(this::drop, LINGER.toMillis(), TimeUnit.MILLISECONDS);
    flush();
    if (outbound.isDrained()) {
      endOutput();
    }
  }

  void flush() {
    outbound.flush();
    // CONNACK went past our buffer and may still wait for the end of its read.
    channel.flush();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // channelInactive follows, sooner or later.
  private void endOutput() {
    if (channel instanceof DuplexChannel socket) {
      socket.shutdownOutput();
    } else {
      channel.close();
    }
  }

  /** Closes the socket without another word. */
  @SuppressWarnings("FutureReturnValueIgnored") // channelInactive says when it has happened.
  void drop() {
    channel.close();
  }

  // What the channel says of writes.

  void sent(int bytes) {
    counters.onFlush(bytes);
  }

  void flushed(long cost) {
    if (closing && outbound.isDrained()) {
      endOutput();
    } else if (cost > 0) {
      input((core, now) -> core.onFlushed(id, cost, now));
    }
  }

  void pauseReading() {
    counters.onPaused();
    if (!closing) {
      channel.config().setAutoRead(false);
    }
  }

  void resumeReading() {
    counters.onResumed();
    channel.config().setAutoRead(true);
  }
}
