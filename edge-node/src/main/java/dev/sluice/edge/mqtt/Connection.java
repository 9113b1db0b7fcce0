package dev.sluice.edge.mqtt;

import dev.sluice.broker.ConnectionId;
import dev.sluice.broker.KeepLevel;
import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.OutboundPacket;
import dev.sluice.mqtt.OutboundPacket.ConnAck;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.ProtocolVersion;
import dev.sluice.mqtt.ReasonCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Network Connection from its first byte to its last: what happens on it becomes inputs of the
 * core, which hears of its end exactly once.
 */
final class Connection implements Packets {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /** How long a closed peer gets to read its last packets before the socket goes. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  /** A proof that lasts longer needs no timer. */
  private static final Duration PROOF_EXPIRY_MAX = Duration.ofDays(10_000);

  // For the process.
  private final Connections connections;
  private final ListenerCounters counters;
  private final BrokerInputs inputs;

  // From the first byte.
  private final ConnectionId id;
  private final Channel channel;
  private final FrameReader frames;

  /** Of its CONNECT, which others hold for it until it is answered, or has gone. */
  private final Unanswered.Share connectHeld;

  /** What happens when its turn to come in has come. */
  private Runnable admission = () -> {};

  /** First of the handshake, then of the close. */
  private ScheduledFuture<?> deadline;

  // From CONNECT on.
  private Outbound outbound;
  private PlainPackets plainPackets;
  private PacketDecoder decoder;
  private boolean mqtt5;
  private boolean wantsResponseInformation;

  /** What the client did wrong, until it has been told. */
  private Optional<Malformation> malformed = Optional.empty();

  private Optional<ScheduledFuture<?>> proofExpiry = Optional.empty();

  /** From the CONNECT that the core was given until its end that the core knows of. */
  private boolean knownToCore;

  private boolean closing;

  private boolean unread;

  /** For how many reasons; each of them ends. */
  private int readingStopped;

  Connection(Connections connections, ConnectionId id, Channel channel) {
    this.connections = connections;
    this.counters = connections.counters();
    this.inputs = connections.inputs();
    this.id = id;
    this.channel = channel;
    this.frames = connections.newFrameReader(this);
    this.connectHeld = connections.unanswered().share();
    this.deadline = connectDeadline();
    counters.onOpened();
  }

  private ScheduledFuture<?> connectDeadline() {
    return channel
        .eventLoop()
        .schedule(
            this::connectTimedOut,
            connections.settings().connectTimeout().toNanos(),
            TimeUnit.NANOSECONDS);
  }

  ConnectionId id() {
    return id;
  }

  FrameReader frames() {
    return frames;
  }

  // Packets.

  @Override
  public boolean takePlain(int header, ByteBuf in, int body, int remaining) {
    return plainPackets.take(header, in, body, remaining);
  }

  @Override
  public void take(int header, WireReader in) throws MalformedPacketException {
    if (decoder == null) {
      connect(header & 0x0F, in);
    } else {
      decoder.decode(header, in);
    }
  }

  private void connect(int flags, WireReader in) {
    ConnectDecoder connect = new ConnectDecoder(connections.settings().clientIdBytesMax());
    try {
      int bytes = in.remaining();
      ConnectPacket packet = connect.read(flags, in);
      if (!connectHeld.becomes(packet.bytesHeld(bytes))) {
        turnAway(packet.connect().version());
        return;
      }
      // It has said what it had to: waiting for its turn is not its fault.
      deadline.cancel(false);
      admission = () -> open(packet);
      connections.admissions().admit(admission);
    } catch (MalformedPacketException refused) {
      refuse(refused.kind(), connect.version());
    }
  }

  /** Nothing is wrong with it, but too much waits already. */
  private void turnAway(ProtocolVersion version) {
    counters.onTurnedAway();
    frames.shut();
    answerThrough(new Outbound.Peer(version, Integer.MAX_VALUE, 0));
    outbound.transmit(ConnAck.refusal(ReasonCode.SERVER_BUSY), 0);
    close();
  }

  /** CONNECT arrived: who it is is asked, then the core decides, in this turn or a later one. */
  private void open(ConnectPacket packet) {
    // It holds the password.
    admission = () -> {};
    deadline = connectDeadline();
    Connect connect = packet.connect();
    int aliases = connections.settings().topicAliasMaximum();
    mqtt5 = connect.version() == ProtocolVersion.MQTT_5;
    wantsResponseInformation = packet.responseInformation();
    ClientInputs client = new ClientInputs(id, this);
    plainPackets = new PlainPackets(client, connect.version());
    decoder = new PacketDecoder(client, connect.version(), aliases);
    answerThrough(
        new Outbound.Peer(
            connect.version(),
            connect.maximumPacketSize(),
            Math.min(aliases, packet.topicAliasMaximum())));
    connections
        .entrance()
        .ask(
            channel,
            packet.userName(),
            packet.password().map(Payload::bytes),
            answer -> onAnswer(connect, answer));
  }

  /** It is known who the client is, or that it must go. */
  private void onAnswer(Connect connect, Doorkeeper.Answer answer) {
    connectHeld.becomes(0);
    if (closing || !channel.isActive()) {
      return;
    }
    if (answer instanceof Doorkeeper.Answer.Admitted admitted) {
      knownToCore = true;
      connections.add(this);
      admitted.validFor().ifPresent(this::closeAfter);
      KeepLevel keeps = connections.settings().keeps();
      input((core, now) -> core.onConnect(id, connect, admitted.identity(), keeps, now));
    } else if (answer instanceof Doorkeeper.Answer.Refused refused) {
      outbound.transmit(ConnAck.refusal(refused.reason()), 0);
      close();
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

  private void answerThrough(Outbound.Peer peer) {
    outbound =
        new Outbound(this, PipelineSeam.encoder(channel.pipeline()), peer, connections.flusher());
  }

  /** A CONNECT that the core never sees. */
  private void refuse(Malformation kind, Optional<ProtocolVersion> version) {
    frames.shut();
    note(kind);
    boolean answered =
        version.equals(Optional.of(ProtocolVersion.MQTT_5))
            // 3.1.1 has return codes for these only: closing is the answer [MQTT-3.1.4-1].
            || kind == Malformation.CLIENT_IDENTIFIER
            || kind == Malformation.PROTOCOL_LEVEL; // [MQTT-3.1.2-2]
    if (!answered) {
      drop();
      return;
    }
    answerThrough(
        new Outbound.Peer(version.orElse(ProtocolVersion.MQTT_3_1_1), Integer.MAX_VALUE, 0));
    outbound.transmit(ConnAck.refusal(kind.reason()), 0);
    close();
  }

  private void note(Malformation kind) {
    counters.onMalformed(kind);
    malformed = Optional.of(kind);
    LOG.debug("mqtt=malformed connection={} kind={}", id.value(), kind.word());
  }

  @Override
  public void malformed(Malformation kind) {
    note(kind);
    input((core, now) -> core.onMalformed(id, kind.reason(), now));
    if (knownToCore || !closing) {
      drop();
    }
  }

  // Inputs of the core.

  /** Gives the core an input, unless it has already closed the connection or heard of its end. */
  void input(BrokerInputs.Input input) {
    if (!knownToCore) {
      return;
    }
    try {
      inputs.take(input);
    } catch (RuntimeException fault) {
      fault(fault);
    }
  }

  /** Our own: it costs this connection only. */
  @Override
  public void fault(RuntimeException fault) {
    counters.onFault();
    if (connections.faultPlaces().isNew(fault)) {
      LOG.error("mqtt=fault connection={}", id.value(), fault);
    } else {
      LOG.debug("mqtt=fault connection={} cause=\"{}\" again", id.value(), fault.toString());
    }
    drop();
  }

  @Override
  public void gone() {
    counters.onGone();
    connections.node().socketGone();
    deadline.cancel(false);
    if (connections.admissions().withdraw(admission)) {
      connectHeld.becomes(0);
    }
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

  // What the channel says of reads.

  @Override
  public void received(int bytes) {
    counters.onReceived(bytes);
  }

  @Override
  public void taken() {
    connections.flusher().relieve();
  }

  @Override
  public void overflowed() {
    counters.onGateOverflow();
    LOG.debug("mqtt=gate-overflow connection={}", id.value());
    drop();
  }

  @Override
  public void crowdedOut() {
    counters.onTurnedAway();
    LOG.debug("mqtt=crowded-out connection={}", id.value());
    drop();
  }

  private void connectTimedOut() {
    counters.onConnectTimeout();
    LOG.debug("mqtt=connect-timeout connection={}", id.value());
    drop();
  }

  @Override
  public void stalled() {
    counters.onPacketTimeout();
    LOG.debug("mqtt=packet-timeout connection={}", id.value());
    drop();
  }

  /** The network's fault; channelInactive follows and tells the core. */
  @Override
  public void failed(Throwable cause) {
    LOG.debug("mqtt=network-error connection={} cause=\"{}\"", id.value(), cause.toString());
    drop();
  }

  // Effects of the core.

  void transmit(OutboundPacket packet, int cost) {
    outbound.transmit(packet, cost);
  }

  /** What this client is told beside the core's answer to its CONNECT. */
  ConnAckWriter.Addition addition(ConnAck packet) {
    if (!mqtt5 && malformed.isEmpty()) {
      return ConnAckWriter.Addition.NONE;
    }
    MqttListener.Settings settings = connections.settings();
    return new ConnAckWriter.Addition(
        settings.topicAliasMaximum(),
        settings.responseInformation().filter(where -> wantsResponseInformation),
        reasonString(packet.reason()));
  }

  /** CONNACK is on its way; what follows a refusal is {@link #close}. */
  void answered(ConnAck packet) {
    deadline.cancel(false);
    if (!packet.reason().isError()) {
      // Not at once: a turn of the broker is being performed, and turns are not nested.
      channel.eventLoop().execute(() -> frames.open(mqtt5));
    }
  }

  String reasonString(ReasonCode reason) {
    return malformed.map(Malformation::sentence).orElseGet(() -> ReasonStrings.of(reason));
  }

  /**
   * Sends what was transmitted and closes. Input is discarded meanwhile rather than left unread:
   * closing a socket with unread input resets it, and the peer would lose its last packets.
   */
  void close() {
    forget();
    frames.shut();
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
    stopReading();
  }

  void resumeReading() {
    counters.onResumed();
    goOnReading();
  }

  @Override
  public void paced() {
    counters.onPaced();
    stopReading();
  }

  @Override
  public void stillPaced() {
    input((core, now) -> core.onHeldBack(id, now));
  }

  @Override
  public void paceKept() {
    goOnReading();
  }

  @Override
  public void unread() {
    if (!unread) {
      unread = true;
      stopReading();
    }
    input((core, now) -> core.onUnread(id, now));
  }

  @Override
  public void readAgain() {
    unread = false;
    goOnReading();
  }

  private void stopReading() {
    readingStopped++;
    if (!closing) {
      channel.config().setAutoRead(false);
    }
  }

  private void goOnReading() {
    readingStopped--;
    if (readingStopped == 0) {
      channel.config().setAutoRead(true);
    }
  }
}
