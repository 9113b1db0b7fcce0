package dev.sluice.sim.world.check;

import dev.sluice.broker.BrokerLimits;
import dev.sluice.broker.ConnectionId;
import dev.sluice.edge.core.Route;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.Publish;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.Subscribe;
import dev.sluice.mqtt.Unsubscribe;
import dev.sluice.mqtt.Will;
import dev.sluice.sim.world.check.Expectations.Kind;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A broker made of lists and loops: takes the same inputs as the production core just before it,
 * and so knows what each turn must bring about. One model per life of an edge node.
 */
final class BrokerModel implements BrokerInput {
  private final BrokerLimits limits;
  private final List<Route> routes;
  private final BiConsumer<Route, Asking> onRoute;
  private final Expectations expectations;
  private final Deliveries deliveries;
  private final Map<TopicName, List<Hit>> hits = new HashMap<>();
  private final RetainedModel retained;
  private final Map<ClientId, SessionModel> sessions = new LinkedHashMap<>();
  private final Map<ConnectionId, ConnectionModel> connections = new HashMap<>();
  private final List<SessionModel> touched = new ArrayList<>();
  private long accepted;
  private long earliestDueNanos;

  // What its counters must say.
  long published;
  long offline;
  long takeOvers;
  long wills;
  long silences;

  private record Hit(Route route, boolean byName) {}

  /** A message that reached a route. */
  record Asking(Message message, ClientId publisher, boolean byName) {}

  BrokerModel(
      BrokerLimits limits,
      List<Route> routes,
      BiConsumer<Route, Asking> onRoute,
      Expectations expectations,
      Checks checks) {
    this.limits = limits;
    this.routes = routes;
    this.onRoute = onRoute;
    this.expectations = expectations;
    this.deliveries = new Deliveries(limits, checks);
    this.retained = new RetainedModel(limits.retainedMessagesMax());
  }

  @Override
  public void onConnect(ConnectionId id, Connect connect, long nowNanos) {
    ClientId client = new ClientId(connect.clientId());
    Optional<SessionModel> known = session(client);
    known.flatMap(session -> session.connection).ifPresent(old -> takeOver(old, nowNanos));
    if (connect.cleanStart() && sessions.containsKey(client)) {
      end(known.orElseThrow(), nowNanos);
    }
    boolean present = sessions.containsKey(client);
    SessionModel session = sessions.computeIfAbsent(client, SessionModel::new);
    ConnectionModel connection = new ConnectionModel(id, connect, session, nowNanos);
    connections.put(id, connection);
    session.connection = Optional.of(connection);
    session.expiry = connect.sessionExpiry();
    session.packetBytesMax = connect.maximumPacketSize();
    session.dropWill();
    session.will = connect.will();
    session.endNanos = Long.MAX_VALUE;
    dueBy(session.dueNanos());
    touch(session);
    expectations.answer(id, Kind.CONNACK, 0, ReasonCode.SUCCESS);
    expectations.sessionPresent(present);
  }

  private void takeOver(ConnectionModel old, long nowNanos) {
    takeOvers++;
    expectations.close(old.id);
    detach(old, nowNanos);
  }

  @Override
  public void onPublish(ConnectionId id, Publish publish, long nowNanos) {
    ConnectionModel connection = heard(id, nowNanos);
    if (connection == null) {
      return;
    }
    ReasonCode reason = publish(connection, publish, nowNanos);
    if (publish.message().qos() != Qos.AT_MOST_ONCE) {
      boolean once = publish.message().qos() == Qos.EXACTLY_ONCE;
      expectations.answer(id, once ? Kind.PUBREC : Kind.PUBACK, publish.packetId(), reason);
    }
  }

  private ReasonCode publish(ConnectionModel connection, Publish publish, long nowNanos) {
    Message message = publish.message();
    SessionModel session = connection.session;
    boolean once = message.qos() == Qos.EXACTLY_ONCE;
    if (once && session.received.get(publish.packetId())) {
      return ReasonCode.SUCCESS;
    }
    boolean canBeTold = connection.speaksMqtt5() && message.qos() != Qos.AT_MOST_ONCE;
    if (message.retain()
        && canBeTold
        && !message.payload().isEmpty()
        && !retained.hasRoomFor(message.topic())) {
      retained.refused++;
      return ReasonCode.QUOTA_EXCEEDED;
    }
    if (once) {
      session.received.set(publish.packetId());
    }
    published++;
    boolean somebody = route(message, session.client, nowNanos);
    return somebody || !connection.speaksMqtt5()
        ? ReasonCode.SUCCESS
        : ReasonCode.NO_MATCHING_SUBSCRIBERS;
  }

  /** Whether anybody wanted it. */
  private boolean route(Message message, ClientId publisher, long nowNanos) {
    Accepted one = Accepted.of(message, publisher, ++accepted, nowNanos);
    if (message.retain() && message.payload().isEmpty()) {
      retained.remove(message.topic());
    } else if (message.retain()) {
      retained.keep(one);
    }
    boolean somebody = false;
    for (Hit hit : hits.computeIfAbsent(message.topic(), this::hitsOf)) {
      somebody = true;
      onRoute.accept(hit.route(), new Asking(message, publisher, hit.byName()));
    }
    for (SessionModel session : sessions.values()) {
      somebody |= offer(session, one);
    }
    return somebody;
  }

  private List<Hit> hitsOf(TopicName topic) {
    List<Hit> found = new ArrayList<>();
    for (Route route : routes) {
      boolean byName = route.requestFilter().matches(topic);
      if (byName || route.filter().matches(topic)) {
        found.add(new Hit(route, byName));
      }
    }
    return found;
  }

  /** An answer of the server; to one client alone where it says so. */
  void answered(TopicName topic, Qos qos, Optional<ClientId> onlyTo, long key) {
    Accepted answer = Accepted.answer(topic, qos, key, ++accepted);
    if (onlyTo.isPresent()) {
      session(onlyTo.get()).ifPresent(session -> offer(session, answer));
    } else {
      sessions.values().forEach(session -> offer(session, answer));
    }
  }

  /** Once per session, at the highest QoS that its matching subscriptions grant. */
  private boolean offer(SessionModel session, Accepted message) {
    SessionModel.Grant grant = session.grant(message.topic());
    boolean own = message.publisher().filter(session.client::equals).isPresent();
    int granted = own ? grant.ofItsOwn() : grant.ofOthers();
    if (granted < 0) {
      return false;
    }
    touch(session);
    int level = Math.min(granted, message.qos().level());
    if (level == 0 && session.connection.isEmpty()) {
      offline++;
    } else {
      deliveries.owe(session, message, Qos.of(level));
    }
    return true;
  }

  @Override
  public void onPubAck(ConnectionId id, int packetId, long nowNanos) {
    ConnectionModel connection = heard(id, nowNanos);
    if (connection != null) {
      deliveries.settle(connection, packetId);
    }
  }

  @Override
  public void onPubRec(ConnectionId id, int packetId, long nowNanos) {
    ConnectionModel connection = heard(id, nowNanos);
    if (connection != null) {
      boolean known = connection.session.inFlight.containsKey(packetId);
      deliveries.onPubRec(connection.session, packetId);
      ReasonCode reason = known ? ReasonCode.SUCCESS : ReasonCode.PACKET_IDENTIFIER_NOT_FOUND;
      expectations.answer(id, Kind.PUBREL, packetId, reason);
    }
  }

  @Override
  public void onPubRel(ConnectionId id, int packetId, long nowNanos) {
    ConnectionModel connection = heard(id, nowNanos);
    if (connection != null) {
      boolean known = connection.session.received.get(packetId);
      connection.session.received.clear(packetId);
      ReasonCode reason =
          known || !connection.speaksMqtt5()
              ? ReasonCode.SUCCESS
              : ReasonCode.PACKET_IDENTIFIER_NOT_FOUND;
      expectations.answer(id, Kind.PUBCOMP, packetId, reason);
    }
  }

  @Override
  public void onPubComp(ConnectionId id, int packetId, long nowNanos) {
    onPubAck(id, packetId, nowNanos);
  }

  @Override
  public void onSubscribe(ConnectionId id, Subscribe subscribe, long nowNanos) {
    ConnectionModel connection = heard(id, nowNanos);
    if (connection == null) {
      return;
    }
    expectations.answer(id, Kind.SUBACK, subscribe.packetId(), ReasonCode.SUCCESS);
    List<Subscribe.Item> wantRetained = new ArrayList<>();
    for (Subscribe.Item item : subscribe.items()) {
      SessionModel.Wanted wanted = new SessionModel.Wanted(item.qos(), item.noLocal());
      boolean isNew = connection.session.subscribe(TopicFilter.of(item.filter()), wanted);
      switch (item.retainHandling()) {
        case SEND_AT_SUBSCRIBE -> wantRetained.add(item);
        case SEND_IF_NEW -> {
          if (isNew) {
            wantRetained.add(item);
          }
        }
        case DO_NOT_SEND -> {}
      }
    }
    wantRetained.forEach(item -> oweRetained(connection.session, item, nowNanos));
  }

  private void oweRetained(SessionModel session, Subscribe.Item item, long nowNanos) {
    TopicFilter filter = TopicFilter.of(item.filter());
    List<Accepted> found = new ArrayList<>();
    for (Accepted message : retained.all()) {
      boolean own = item.noLocal() && message.publisher().equals(Optional.of(session.client));
      if (!own && filter.matches(message.topic()) && !message.isExpired(nowNanos)) {
        found.add(message);
      }
    }
    deliveries.oweRetained(session, found, item.qos());
  }

  @Override
  public void onUnsubscribe(ConnectionId id, Unsubscribe unsubscribe, long nowNanos) {
    ConnectionModel connection = heard(id, nowNanos);
    if (connection != null) {
      unsubscribe.filters().forEach(f -> connection.session.unsubscribe(TopicFilter.of(f)));
      expectations.answer(id, Kind.UNSUBACK, unsubscribe.packetId(), ReasonCode.SUCCESS);
    }
  }

  @Override
  public void onPingReq(ConnectionId id, long nowNanos) {
    if (heard(id, nowNanos) != null) {
      expectations.answer(id, Kind.PINGRESP, 0, ReasonCode.SUCCESS);
    }
  }

  @Override
  public void onUnread(ConnectionId id, long nowNanos) {
    heard(id, nowNanos);
  }

  /** What a held client sends is not looked at, so its silence says nothing. */
  void held(ConnectionId id) {
    connection(id).ifPresent(connection -> connection.held = true);
  }

  void released(ConnectionId id, long nowNanos) {
    connection(id)
        .ifPresent(
            connection -> {
              connection.held = false;
              connection.lastPacketNanos = nowNanos;
              dueBy(connection.session.dueNanos());
            });
  }

  @Override
  public void onDisconnect(ConnectionId id, ReasonCode reason, long nowNanos) {
    ConnectionModel connection = heard(id, nowNanos);
    if (connection != null) {
      if (reason == ReasonCode.SUCCESS) {
        connection.session.dropWill();
      }
      expectations.close(id);
      detach(connection, nowNanos);
    }
  }

  @Override
  public void onClosed(ConnectionId id, long nowNanos) {
    ConnectionModel connection = heard(id, nowNanos);
    if (connection != null) {
      detach(connection, nowNanos);
    }
  }

  @Override
  public void onFlushed(ConnectionId id, long bytes, long nowNanos) {
    ConnectionModel connection = connections.get(id);
    if (connection != null) {
      touch(connection.session);
      connection.flushed(bytes);
    }
  }

  /** Keep-alives, delayed Wills, ends of sessions, in the order they are due. */
  void onTimer(long nowNanos) {
    if (earliestDueNanos <= nowNanos) {
      sessions.values().stream()
          .filter(session -> session.dueNanos() <= nowNanos)
          .sorted(Comparator.comparingLong(SessionModel::dueNanos))
          .toList()
          .forEach(session -> onDue(session, nowNanos));
      earliestDueNanos = Long.MAX_VALUE;
      sessions.values().forEach(session -> dueBy(session.dueNanos()));
    }
    retained.dropExpired(nowNanos);
  }

  private void onDue(SessionModel session, long nowNanos) {
    touch(session);
    if (session.connection.isPresent()) {
      silences++;
      expectations.close(session.connection.get().id);
      detach(session.connection.get(), nowNanos);
    } else if (session.endNanos <= nowNanos) {
      end(session, nowNanos);
    } else {
      sendWill(session, nowNanos);
    }
  }

  private void detach(ConnectionModel connection, long nowNanos) {
    SessionModel session = connection.session;
    touch(session);
    connections.remove(connection.id);
    session.connection = Optional.empty();
    session.endNanos = nowNanos + session.expiry.toNanos();
    if (session.expiry.isZero()) {
      end(session, nowNanos);
      return;
    }
    long delayNanos = session.will.map(will -> will.delay().toNanos()).orElse(0L);
    if (delayNanos == 0) {
      sendWill(session, nowNanos);
    } else {
      session.willDueNanos = nowNanos + delayNanos;
    }
    dueBy(session.dueNanos());
  }

  private void end(SessionModel session, long nowNanos) {
    sessions.remove(session.client);
    touch(session);
    session.owed.clear();
    session.droppable = 0;
    sendWill(session, nowNanos);
  }

  private void sendWill(SessionModel session, long nowNanos) {
    Optional<Will> will = session.will;
    session.dropWill();
    if (will.isPresent()) {
      wills++;
      route(will.get().message(), session.client, nowNanos);
    }
  }

  /** The connection, when it is open: any packet shows that the client lives. */
  private ConnectionModel heard(ConnectionId id, long nowNanos) {
    ConnectionModel connection = connections.get(id);
    if (connection != null) {
      connection.lastPacketNanos = nowNanos;
      touch(connection.session);
    }
    return connection;
  }

  private void dueBy(long nanos) {
    earliestDueNanos = Math.min(earliestDueNanos, nanos);
  }

  void touch(SessionModel session) {
    if (!session.touched) {
      session.touched = true;
      touched.add(session);
    }
  }

  /** Sessions that the turn may have changed; the next turn starts with none. */
  List<SessionModel> takeTouched() {
    List<SessionModel> taken = new ArrayList<>(touched);
    taken.forEach(session -> session.touched = false);
    touched.clear();
    return taken;
  }

  void arrived(ClientId client, Delivery packet) {
    session(client).ifPresent(session -> deliveries.arrived(session, packet));
  }

  Optional<SessionModel> session(ClientId client) {
    return Optional.ofNullable(sessions.get(client));
  }

  Optional<ConnectionModel> connection(ConnectionId id) {
    return Optional.ofNullable(connections.get(id));
  }

  int connectionCount() {
    return connections.size();
  }

  List<SessionModel> all() {
    return List.copyOf(sessions.values());
  }

  int sessionCount() {
    return sessions.size();
  }

  RetainedModel retained() {
    return retained;
  }

  Deliveries deliveries() {
    return deliveries;
  }

  BrokerLimits limits() {
    return limits;
  }
}
