package dev.sluice.cloud.config;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigFile;
import java.util.List;

/** What a schema cannot say of an external broker. */
final class ExternalRules {
  private static final String AT = "broker.external";
  private static final String EDGE_CLIENT = "edge-";

  /** What is of the embedded broker, or of what stands before it. */
  private static final List<String> OF_THE_EMBEDDED =
      List.of("broker.host", "broker.port", "broker.session-expiry");

  private final ConfigFile source;

  ExternalRules(ConfigFile source) {
    this.source = source;
  }

  /**
   * @param commands filters of commands that nodes may ask for
   */
  void check(ExternalBroker broker, List<String> commands) throws ConfigException {
    for (String field : OF_THE_EMBEDDED) {
      if (source.says(field)) {
        throw source.fault(
            field,
            "is of the embedded broker, which broker.external replaces; take one of them out");
      }
    }
    if (source.says("gate")) {
      throw source.fault(
          "gate",
          "stands before the embedded broker, which broker.external replaces; take gate out and let"
              + " the external broker ask for certificates");
    }
    checkLogin(broker);
    checkTls(broker);
    if (broker.clientId().startsWith(EDGE_CLIENT)) {
      throw source.fault(AT + ".client-id", "must not begin with 'edge-', as those of nodes do");
    }
    if (!broker.speaksMqtt5()) {
      checkOlder(broker, commands);
    }
    if (broker.group().isPresent()) {
      checkGroup(broker.clientId(), broker.group().get());
    }
    if (broker.reconnectMax().compareTo(broker.reconnectMin()) < 0) {
      throw source.fault(AT + ".reconnect-max", "must not be shorter than reconnect-min");
    }
  }

  private void checkOlder(ExternalBroker broker, List<String> commands) throws ConfigException {
    if (broker.group().isPresent()) {
      throw source.fault(
          AT + ".group",
          "needs the shared subscriptions of MQTT 5, and broker.external.protocol is mqtt-3.1.1; take"
              + " group out, or meet at a broker of MQTT 5");
    }
    if (!commands.isEmpty()) {
      throw source.fault(
          "down.allow",
          "needs the User Properties of MQTT 5, and broker.external.protocol is mqtt-3.1.1; say"
              + " down: {allow: []}, or meet at a broker of MQTT 5");
    }
  }

  private void checkGroup(String own, ExternalBroker.Group group) throws ConfigException {
    if (!group.members().contains(own)) {
      throw source.fault(
          AT + ".group.members",
          "must name this one, whose broker.external.client-id is '%s'".formatted(own));
    }
  }

  private void checkLogin(ExternalBroker broker) throws ConfigException {
    boolean readable = broker.tls().isEmpty() && !CloudConfig.isLoopback(broker.host());
    if (broker.login().isPresent() && readable) {
      throw source.fault(
          AT + ".login",
          "could be read on its way to another machine; add tls, such as tls: {ca: ca.pem}");
    }
  }

  private void checkTls(ExternalBroker broker) throws ConfigException {
    boolean alone =
        broker.tls().filter(tls -> tls.identity().isPresent() && tls.ca().isEmpty()).isPresent();
    if (alone) {
      throw source.fault(AT + ".tls.identity", "needs a ca beside it: who vouches for the broker");
    }
  }
}
