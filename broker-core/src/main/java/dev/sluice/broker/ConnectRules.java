package dev.sluice.broker;

import dev.sluice.broker.durable.Consumers;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.ProtocolVersion;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.Will;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SplittableRandom;

/** Whether a CONNECT is accepted, and under which terms (section 3.1.4). Changes nothing. */
final class ConnectRules {
  private final BrokerLimits limits;
  private final MemoryBudget memory;
  private final TopicRules topics;
  private final SplittableRandom random;
  private final SessionTable table;
  private final Authorizer authorizer;

  ConnectRules(
      BrokerLimits limits,
      MemoryBudget memory,
      TopicRules topics,
      SplittableRandom random,
      SessionTable table,
      Authorizer authorizer) {
    this.limits = limits;
    this.memory = memory;
    this.topics = topics;
    this.random = random;
    this.table = table;
    this.authorizer = authorizer;
  }

  /** What a CONNECT comes to. */
  sealed interface Verdict {
    record Accepted(Admission admission) implements Verdict {}

    record Refused(ReasonCode reason) implements Verdict {}
  }

  Verdict judge(Connect connect, Identity identity) {
    if (connect.receiveMaximum() < 1
        || connect.maximumPacketSize() < 1
        || connect.keepAliveSeconds() < 0
        || connect.sessionExpiry().isNegative()) {
      return new Verdict.Refused(ReasonCode.PROTOCOL_ERROR);
    }
    if (!clientIdIsValid(connect)) {
      return new Verdict.Refused(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID);
    }
    boolean assigned = connect.clientId().isEmpty();
    ClientId clientId = assigned ? unusedClientId() : new ClientId(connect.clientId());
    Rights rights = authorizer.rightsOf(clientId, identity);
    Optional<ReasonCode> refusal =
        authorizer
            .refusal(clientId, identity)
            .or(() -> ownedByAnother(clientId, identity))
            .or(() -> lackOfRoom(clientId))
            .or(() -> connect.will().flatMap(will -> topics.refusal(rights, will.message())));
    return refusal.isPresent()
        ? new Verdict.Refused(refusal.get())
        : new Verdict.Accepted(admission(connect, clientId, assigned, identity, rights));
  }

  /**
   * Whoever takes a session over reads what it was owed: only its own user may. What was begun by
   * nobody may be gone on with by anybody, as when passwords are asked for from now on.
   */
  private Optional<ReasonCode> ownedByAnother(ClientId clientId, Identity identity) {
    return table
        .session(clientId)
        .flatMap(Session::owner)
        .filter(owner -> !identity.owner().equals(Optional.of(owner)))
        .map(owner -> ReasonCode.CLIENT_IDENTIFIER_NOT_VALID);
  }

  private boolean clientIdIsValid(Connect connect) {
    if (connect.clientId().isEmpty()) {
      // Without a name there is no session to come back to [MQTT-3.1.3-8] (3.1.1).
      return connect.version() == ProtocolVersion.MQTT_5 || connect.cleanStart();
    }
    return PacketSize.utf8(connect.clientId()) <= limits.clientIdBytesMax()
        && !Consumers.isOne(new ClientId(connect.clientId()));
  }

  private Optional<ReasonCode> lackOfRoom(ClientId clientId) {
    Optional<Session> present = table.session(clientId);
    boolean takesOver = present.flatMap(Session::connection).isPresent();
    if (!takesOver && table.connectionCount() >= limits.connectionsMax()) {
      return Optional.of(ReasonCode.SERVER_BUSY);
    }
    // Who comes back takes what waits for it, and sets memory free.
    if (present.isEmpty() && memory.is(MemoryPressure.REFUSING)) {
      return Optional.of(ReasonCode.SERVER_BUSY);
    }
    if (present.isEmpty() && table.sessionCount() >= limits.sessionsMax()) {
      return Optional.of(ReasonCode.QUOTA_EXCEEDED);
    }
    return Optional.empty();
  }

  private ClientId unusedClientId() {
    ClientId candidate;
    do {
      HexFormat hex = HexFormat.of();
      candidate =
          new ClientId(
              "auto-" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong()));
    } while (table.session(candidate).isPresent());
    return candidate;
  }

  private Admission admission(
      Connect connect, ClientId clientId, boolean assigned, Identity identity, Rights rights) {
    Duration asked = Duration.ofSeconds(connect.keepAliveSeconds());
    Duration keepAlive = keepAlive(connect.version(), asked);
    Duration expiry = Deadlines.earlier(connect.sessionExpiry(), limits.sessionExpiryMax());
    return new Admission(
        connect.version(),
        clientId,
        assigned,
        connect.cleanStart(),
        keepAlive,
        !keepAlive.equals(asked),
        expiry,
        !expiry.equals(connect.sessionExpiry()),
        connect.receiveMaximum(),
        connect.maximumPacketSize(),
        connect.will().map(will -> new Will(will.message(), willDelay(will))),
        identity,
        rights);
  }

  private Duration keepAlive(ProtocolVersion version, Duration asked) {
    Duration most = limits.keepAliveMax();
    boolean acceptable = !asked.isZero() && asked.compareTo(most) <= 0;
    // A 3.1.1 client cannot be told and would be cut off while it keeps its own promise.
    return most.isZero() || acceptable || version != ProtocolVersion.MQTT_5 ? asked : most;
  }

  private Duration willDelay(Will will) {
    return Deadlines.earlier(will.delay(), limits.willDelayMax());
  }
}
