package dev.sluice.cloud;

import dev.sluice.cloud.bridge.BridgeConnection;
import dev.sluice.cloud.bridge.BridgeGroup;
import dev.sluice.cloud.bridge.BrokerAccess;
import dev.sluice.uplink.ForwardedMessage;
import java.util.Optional;

/** The MQTT broker that edge nodes and the bridge meet at. */
sealed interface LinkBroker extends AutoCloseable permits OwnBroker, OtherBroker {
  /** How the bridge's connections come to it. */
  BrokerAccess access();

  /** Where it is, as the line says it that is printed when the bridge serves. */
  String place();

  /** Where edge nodes of other machines come in, if the bridge lets them in. */
  Optional<EdgeGate> gate();

  /** The bridges that meet there, if this is one of several. */
  Optional<BridgeGroup> group();

  /** A message that came up, as it is published here. */
  ForwardedMessage published(ForwardedMessage message);

  /** Begins to serve; what it brings is taken from then on. */
  void start(NodeLoop loop, BridgeConnection bridge) throws StartException;

  /** Whether commands would reach this process. */
  boolean isHeard();

  @Override
  void close();
}
