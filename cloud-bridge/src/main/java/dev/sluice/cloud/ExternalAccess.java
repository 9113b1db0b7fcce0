package dev.sluice.cloud;

import dev.sluice.cloud.bridge.BrokerAccess;
import dev.sluice.cloud.bridge.BrokerTls;
import dev.sluice.cloud.config.ExternalBroker;
import dev.sluice.config.ConfigException;
import dev.sluice.tls.LinkIdentity;
import dev.sluice.tls.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** As whom the bridge comes to an external broker: what the configuration's files say. */
final class ExternalAccess {
  private static final String AT = "broker.external.";

  private ExternalAccess() {}

  static BrokerAccess of(ExternalBroker broker, int packetBytesMax) throws StartException {
    return new BrokerAccess(
        broker.host(),
        broker.port(),
        broker.speaksMqtt5() ? BrokerAccess.Protocol.MQTT_5 : BrokerAccess.Protocol.MQTT_3_1_1,
        broker.clientId(),
        login(broker),
        tls(broker),
        packetBytesMax,
        broker.reconnectMin(),
        broker.reconnectMax());
  }

  private static Optional<BrokerAccess.Login> login(ExternalBroker broker) throws StartException {
    if (broker.login().isEmpty()) {
      return Optional.empty();
    }
    ExternalBroker.Login said = broker.login().get();
    return Optional.of(new BrokerAccess.Login(said.username(), password(said.passwordFile())));
  }

  private static String password(Path file) throws StartException {
    try {
      String text = Files.readString(file).strip();
      if (text.isEmpty() || text.contains("\n")) {
        throw StartException.of(
            AT + "login.password-file",
            file + " must hold the password on one line, and nothing else");
      }
      return text;
    } catch (IOException e) {
      throw StartException.of(
          AT + "login.password-file",
          "%s cannot be read (%s); correct the path".formatted(file, e.getClass().getSimpleName()));
    }
  }

  private static Optional<BrokerTls> tls(ExternalBroker broker) throws StartException {
    if (broker.tls().isEmpty()) {
      return Optional.empty();
    }
    ExternalBroker.Tls files = broker.tls().get();
    try {
      return Optional.of(tls(files));
    } catch (ConfigException e) {
      throw StartException.of(AT + "tls", e.getMessage());
    }
  }

  private static BrokerTls tls(ExternalBroker.Tls files) throws ConfigException {
    if (files.ca().isEmpty()) {
      return new BrokerTls(Optional.empty(), Optional.empty());
    }
    Path ca = files.ca().get();
    if (files.identity().isEmpty()) {
      return new BrokerTls(Optional.empty(), Optional.of(TlsFiles.trusting(ca)));
    }
    LinkIdentity identity = LinkIdentity.load(files.identity().get(), ca);
    return new BrokerTls(Optional.of(identity.keys()), Optional.of(identity.trust()));
  }
}
