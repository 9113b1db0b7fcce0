package dev.sluice.sim.world.actor;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.OutboundPacket;
import dev.sluice.mqtt.OutboundPacket.ConnAck;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.OutboundPacket.Disconnect;
import dev.sluice.mqtt.OutboundPacket.PingResp;
import dev.sluice.mqtt.OutboundPacket.PubAck;
import dev.sluice.mqtt.OutboundPacket.PubComp;
import dev.sluice.mqtt.OutboundPacket.PubRec;
import dev.sluice.mqtt.OutboundPacket.PubRel;
import dev.sluice.mqtt.OutboundPacket.ServerLimits;
import dev.sluice.mqtt.OutboundPacket.SubAck;
import dev.sluice.mqtt.OutboundPacket.UnsubAck;
import dev.sluice.mqtt.Publish;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.Subscribe;
import dev.sluice.mqtt.Subscribe.RetainHandling;
import dev.sluice.mqtt.Unsubscribe;
import dev.sluice.mqtt.Will;
import dev.sluice.sim.world.check.ClientPacket;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** A conforming MQTT client with a life of its own. */
final class Device implements OutboundPacket.Visitor<Void> {
  private static final long MS = 1_000_000;
  private static final long PATIENCE_NANOS = 4_000 * MS;
  private static final long RETRY_NANOS = 400 * MS;

  private final DeviceProfile profile;
  private final Timeline timeline;
  private final EdgeHost host;
  private final Messages messages;
  private final Seams seams;
  private final SplittableRandom random;
  private final ClientId clientId;

  // For the session.
  private final ClientSession session = new ClientSession();
  private boolean subscribed;

  // For the connection.
  private Optional<DeviceLink> link = Optional.empty();
  private boolean ready;
  private boolean waitingForSubAck;
  private int attempt;
  private int serversReceiveMaximum = Integer.MAX_VALUE;

  private boolean publishing = true;
  private long absentUntilNanos;

  Device(
      DeviceProfile profile,
      Timeline timeline,
      EdgeHost host,
      Messages messages,
      Seams seams,
      SplittableRandom random) {
    this.profile = profile;
    this.timeline = timeline;
    this.host = host;
    this.messages = messages;
    this.seams = seams;
    this.random = random;
    this.clientId = new ClientId(profile.name());
  }

  String name() {
    return profile.name();
  }

  DeviceProfile profile() {
    return profile;
  }

  ClientId clientId() {
    return clientId;
  }

  Optional<DeviceLink> link() {
    return link;
  }

  void start() {
    timeline.after(random.nextLong(200 * MS), this::connect);
    if (!profile.topics().isEmpty() && !seams.mutesDevices()) {
      scheduleNext();
    }
  }

  // The life of a connection.

  void connect() {
    if (timeline.nowNanos() < absentUntilNanos) {
      timeline.at(absentUntilNanos, this::connect);
      return;
    }
    ready = false;
    waitingForSubAck = false;
    serversReceiveMaximum = Integer.MAX_VALUE;
    int number = ++attempt;
    link = host.open(this);
    if (link.isEmpty()) {
      retry();
      return;
    }
    send(new ClientPacket.Hello(hello()));
    timeline.after(PATIENCE_NANOS, () -> giveUp(number));
  }

  private Connect hello() {
    return new Connect(
        profile.version(),
        profile.name(),
        profile.cleanStart(),
        profile.keepAliveSeconds(),
        profile.sessionExpiry(),
        profile.receiveMaximum(),
        profile.packetBytesMax(),
        profile.will()
            ? Optional.of(new Will(messages.will(profile, random), profile.willDelay()))
            : Optional.empty());
  }

  private void giveUp(int number) {
    if (number == attempt && !ready) {
      link.ifPresent(DeviceLink::closeByDevice);
      lose();
    }
  }

  private void retry() {
    int number = ++attempt;
    timeline.after(
        RETRY_NANOS / 4 + random.nextLong(RETRY_NANOS),
        () -> {
          if (number == attempt) {
            connect();
          }
        });
  }

  void onLost(DeviceLink lost) {
    if (link.filter(lost::equals).isPresent()) {
      lose();
    }
  }

  private void lose() {
    ready = false;
    link = Optional.empty();
    if (seams.deviceForgets()) {
      session.forgetReceived();
    }
    retry();
  }

  /** Says DISCONNECT and comes back. */
  void disconnect() {
    link.ifPresent(
        open -> {
          open.toEdge(new ClientPacket.Disconnect(ReasonCode.SUCCESS));
          open.closeByDevice();
          lose();
        });
  }

  /** Connects again while the old connection stands. */
  void takeOver() {
    link.ifPresent(DeviceLink::forsake);
    lose();
  }

  /** Vanishes for that long. */
  void leave(long lengthNanos) {
    absentUntilNanos = timeline.nowNanos() + lengthNanos;
    link.ifPresent(
        open -> {
          open.closeByDevice();
          lose();
        });
  }

  /** From now on it only receives, and is never away. */
  void fallSilent() {
    publishing = false;
    absentUntilNanos = 0;
  }

  boolean isIdle() {
    return ready && session.outgoingCount() == 0 && (subscribed || wantsNothing());
  }

  private boolean wantsNothing() {
    return profile.subscriptions().isEmpty();
  }

  void receive(DeviceLink from, OutboundPacket packet) {
    if (link.filter(from::equals).isPresent()) {
      packet.accept(this);
    }
  }

  private void send(ClientPacket packet) {
    link.ifPresent(open -> open.toEdge(packet));
  }

  // What it publishes.

  private void scheduleNext() {
    timeline.after(
        1 + (long) (-Math.log(1 - random.nextDouble()) * profile.periodNanos()), this::publishNext);
  }

  private void publishNext() {
    if (!publishing) {
      return;
    }
    scheduleNext();
    int window = Math.min(profile.window(), serversReceiveMaximum);
    if (ready && session.outgoingCount() < window) {
      publish(messages.next(profile, random));
      if (random.nextInt(40) == 0) {
        changeSubscriptions();
      }
    }
  }

  private void publish(Message message) {
    boolean acknowledged = message.qos() != Qos.AT_MOST_ONCE;
    send(
        new ClientPacket.Send(
            acknowledged ? session.begin(message) : new Publish(message, 0, false)));
  }

  private void changeSubscriptions() {
    if (wantsNothing() || waitingForSubAck) {
      return;
    }
    if (random.nextBoolean()) {
      String filter = profile.subscriptions().get(0).filter();
      send(new ClientPacket.Unsubscribe(new Unsubscribe(session.nextPacketId(), List.of(filter))));
    }
    // MQTT 3.1.1 knows the first only.
    List<RetainHandling> handlings =
        List.of(RetainHandling.values()).subList(0, profile.speaksMqtt5() ? 3 : 1);
    subscribe(handlings.get(random.nextInt(handlings.size())));
  }

  private void subscribe(RetainHandling handling) {
    waitingForSubAck = true;
    List<Subscribe.Item> items =
        profile.subscriptions().stream()
            .map(w -> new Subscribe.Item(w.filter(), w.qos(), w.noLocal(), false, handling))
            .toList();
    send(
        new ClientPacket.Subscribe(
            new Subscribe(session.nextPacketId(), items, OptionalInt.empty())));
  }

  private void keepAlive(int number) {
    if (number == attempt && ready) {
      send(new ClientPacket.PingReq());
      timeline.after(profile.keepAliveSeconds() * 1_000L * MS, () -> keepAlive(number));
    }
  }

  // What it is told.

  @Override
  public Void connAck(ConnAck packet) {
    ready = true;
    if (!packet.sessionPresent()) {
      session.forgetAll();
      subscribed = false;
    }
    serversReceiveMaximum =
        packet.limits().map(ServerLimits::receiveMaximum).orElse(Integer.MAX_VALUE);
    session.repeats().forEach(this::send);
    if (!subscribed && !wantsNothing()) {
      subscribe(RetainHandling.SEND_AT_SUBSCRIBE);
    }
    if (profile.keepAliveSeconds() > 0) {
      keepAlive(attempt);
    }
    return null;
  }

  @Override
  public Void publish(Delivery packet) {
    int packetId = packet.packetId();
    switch (packet.qos()) {
      case AT_MOST_ONCE -> {}
      case AT_LEAST_ONCE -> {
        host.arrived(clientId, packet);
        send(new ClientPacket.PubAck(packetId));
      }
      case EXACTLY_ONCE -> {
        if (session.isNew(packetId)) {
          host.arrived(clientId, packet);
        }
        send(new ClientPacket.PubRec(packetId));
      }
    }
    return null;
  }

  @Override
  public Void pubAck(PubAck packet) {
    session.acknowledged(packet.packetId());
    return null;
  }

  @Override
  public Void pubRec(PubRec packet) {
    if (packet.reason().isError()) {
      session.acknowledged(packet.packetId());
    } else if (session.release(packet.packetId())) {
      send(new ClientPacket.PubRel(packet.packetId()));
    }
    return null;
  }

  @Override
  public Void pubRel(PubRel packet) {
    session.released(packet.packetId());
    send(new ClientPacket.PubComp(packet.packetId()));
    return null;
  }

  @Override
  public Void pubComp(PubComp packet) {
    session.acknowledged(packet.packetId());
    return null;
  }

  @Override
  public Void subAck(SubAck packet) {
    subscribed = true;
    waitingForSubAck = false;
    return null;
  }

  @Override
  public Void unsubAck(UnsubAck packet) {
    return null;
  }

  @Override
  public Void pingResp(PingResp packet) {
    return null;
  }

  @Override
  public Void disconnect(Disconnect packet) {
    return null;
  }
}
