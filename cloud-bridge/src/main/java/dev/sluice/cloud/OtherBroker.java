package dev.sluice.cloud;

import dev.sluice.cloud.bridge.BridgeConnection;
import dev.sluice.cloud.bridge.BrokerAccess;
import dev.sluice.cloud.bridge.CommandConnection;
import dev.sluice.cloud.broker.CommandIntake;
import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.cloud.config.ExternalBroker;
import dev.sluice.cloud.down.CommandFilters;
import dev.sluice.uplink.ForwardedMessage;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * A broker that is not ours: the bridge is one of its clients. Rights, certificates and what
 * survives in it are its own matter. It may be away, at the start and later.
 */
final class OtherBroker implements LinkBroker {
  private final BrokerAccess access;
  private final CommandFilters filters;
  private final NodeLoop loop;
  private final Optional<CommandConnection> commands;

  private OtherBroker(
      BrokerAccess access,
      CommandFilters filters,
      NodeLoop loop,
      Optional<CommandConnection> commands) {
    this.access = access;
    this.filters = filters;
    this.loop = loop;
    this.commands = commands;
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
    return new OtherBroker(access, filters, loop, commands);
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
  public Optional<EdgeGate> gate() {
    return Optional.empty();
  }

  /** Only what would come back as a command is marked; all else stays as it was. */
  @Override
  public ForwardedMessage published(ForwardedMessage message) {
    return filters.name(message.topic()) ? UpMark.on(message) : message;
  }

  /** Does not wait for it: whatever comes first, the others find it. */
  @Override
  public void start(NodeLoop ours, BridgeConnection bridge) {
    ours.run(
        () -> {
          Future<Void> unused = bridge.start();
          commands.ifPresent(CommandConnection::start);
        });
  }

  @Override
  public boolean isHeard() {
    return commands.isEmpty() || commands.get().isSubscribed();
  }

  @Override
  public void close() {
    commands.ifPresent(open -> loop.run(open::close));
  }
}
