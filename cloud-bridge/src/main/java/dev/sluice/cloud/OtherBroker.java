package dev.sluice.cloud;

import dev.sluice.cloud.bridge.BridgeConnection;
import dev.sluice.cloud.bridge.BridgeGroup;
import dev.sluice.cloud.bridge.BrokerAccess;
import dev.sluice.cloud.bridge.CommandConnection;
import dev.sluice.cloud.bridge.RequestConnection;
import dev.sluice.cloud.broker.CommandIntake;
import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.cloud.config.ExternalBroker;
import dev.sluice.cloud.down.CommandFilters;
import dev.sluice.uplink.ForwardedMessage;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A broker that is not ours: the bridge is one of its clients. Rights, certificates and what
 * survives in it are its own matter. It may be away, at the start and later.
 */
final class OtherBroker implements LinkBroker {
  /** Two words may be lost. */
  private static final int QUIET_WORDS = 3;

  private final BrokerAccess access;
  private final CommandFilters filters;
  private final NodeLoop loop;
  private final Optional<CommandConnection> commands;
  private final Optional<BridgeGroup> group;
  private Optional<RequestConnection> requests = Optional.empty();

  private OtherBroker(
      BrokerAccess access,
      CommandFilters filters,
      NodeLoop loop,
      Optional<CommandConnection> commands,
      Optional<BridgeGroup> group) {
    this.access = access;
    this.filters = filters;
    this.loop = loop;
    this.commands = commands;
    this.group = group;
  }

  /** Reads files, and connects nowhere yet. */
  static OtherBroker open(CloudConfig config, NodeLoop loop, CommandIntake intake)
      throws StartException {
    ExternalBroker broker = config.broker().external().orElseThrow();
    BrokerAccess access = ExternalAccess.of(broker, config.broker().packetSize().bytesAsInt());
    CommandFilters filters = filters(config);
    Optional<CommandConnection> commands =
        filters.texts().isEmpty()
            ? Optional.empty()
            : Optional.of(
                new CommandConnection(
                    loop.vertx(),
                    access,
                    broker.sessionExpiry(),
                    filters.texts(),
                    loop.executor(),
                    new CommandSubscription(intake)));
    return new OtherBroker(access, filters, loop, commands, group(config, broker));
  }

  private static Optional<BridgeGroup> group(CloudConfig config, ExternalBroker broker) {
    long quietNanos = QUIET_WORDS * config.readiness().interval().toNanos();
    return broker
        .group()
        .map(
            group -> new BridgeGroup(group.name(), broker.clientId(), group.members(), quietNanos));
  }

  private static CommandFilters filters(CloudConfig config) throws StartException {
    try {
      return CommandFilters.of(config.down().allow());
    } catch (CommandFilters.OverlapException e) {
      throw StartException.of("down.allow." + e.place(), e.getMessage());
    }
  }

  @Override
  public BrokerAccess access() {
    return access;
  }

  @Override
  public String place() {
    return "broker=%s:%d".formatted(access.host(), access.port());
  }

  @Override
  public Optional<BridgeGroup> group() {
    return group;
  }

  @Override
  public Optional<EdgeGate> gate() {
    return Optional.empty();
  }

  /**
   * Only what would come back as a command is marked; all else stays as it was, or as it can be
   * said there.
   */
  @Override
  public ForwardedMessage published(ForwardedMessage message) {
    if (access.protocol() == BrokerAccess.Protocol.MQTT_3_1_1) {
      return bare(message);
    }
    return filters.name(message.topic()) ? UpMark.on(message) : message;
  }

  private static ForwardedMessage bare(ForwardedMessage message) {
    return new ForwardedMessage(
        message.topic(),
        message.payload(),
        message.qos(),
        message.retain(),
        OptionalLong.empty(),
        ForwardedMessage.Properties.NONE);
  }

  /** Does not wait for it: whatever comes first, the others find it. */
  @Override
  public void start(NodeLoop ours, BridgeConnection bridge) {
    requests = group.map(one -> new RequestConnection(ours.vertx(), access, one, bridge::onShared));
    ours.run(
        () -> {
          requests.ifPresent(RequestConnection::start);
          Future<Void> unused = bridge.start();
          commands.ifPresent(CommandConnection::start);
        });
  }

  @Override
  public boolean isHeard() {
    return commands.stream().allMatch(CommandConnection::isSubscribed)
        && requests.stream().allMatch(RequestConnection::isSubscribed);
  }

  @Override
  public void close() {
    commands.ifPresent(open -> loop.run(open::close));
    requests.ifPresent(open -> loop.run(open::close));
  }
}
