package dev.sluice.cloud;

import dev.sluice.cloud.bridge.BrokerAccess;
import dev.sluice.cloud.bridge.BrokerTls;
import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.cloud.config.ExternalBroker;
import dev.sluice.doctor.Finding;
import dev.sluice.doctor.MqttKnock;
import dev.sluice.doctor.MqttKnock.Version;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * Whether an external broker takes the bridge in each version of MQTT that it needs there, by a
 * CONNECT under a name of its own, so that no connection of a bridge that runs is taken over.
 */
record BrokerCheck(CloudConfig.Broker said) {
  private static final String SUBJECT = "broker";
  private static final int PATIENCE_MS = 5_000;
  private static final String ADDRESS = "broker.external.host and broker.external.port";
  private static final String OLDER = "set broker.external.protocol: mqtt-3.1.1";

  /**
   * @throws StartException for a file that cannot be used
   */
  List<Finding> run() throws StartException {
    return said.external().isPresent()
        ? knock(said.external().get())
        : List.of(Finding.ok(SUBJECT, "broker", "embedded: it is there when the bridge is"));
  }

  /** The older version first: who does not take that one is not asked for more. */
  private List<Finding> knock(ExternalBroker broker) throws StartException {
    BrokerAccess access = ExternalAccess.of(broker, said.packetSize().bytesAsInt());
    List<Finding> findings = new ArrayList<>(List.of(knock(access, Version.MQTT_3_1_1)));
    boolean taken = findings.get(0).fix().isEmpty();
    if (taken && broker.speaksMqtt5()) {
      findings.add(knock(access, Version.MQTT_5));
    }
    return findings;
  }

  private static Finding knock(BrokerAccess access, Version version) {
    String where = access.host() + ":" + access.port();
    try (Socket socket = open(access)) {
      Optional<MqttKnock.Login> login =
          access.login().map(one -> new MqttKnock.Login(one.username(), one.password()));
      var caller = new MqttKnock.Caller(access.clientId() + "-doctor", login);
      return answered(
          where,
          version,
          MqttKnock.on(socket.getInputStream(), socket.getOutputStream(), version, caller));
    } catch (SSLException e) {
      return fault(where, "TLS fails: " + e.getMessage(), "see the files of broker.external.tls");
    } catch (SocketTimeoutException e) {
      return unreachable(where, "no answer within " + PATIENCE_MS + " ms");
    } catch (IOException e) {
      return unreachable(where, String.valueOf(e.getMessage()));
    }
  }

  private static Socket open(BrokerAccess access) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(access.host(), access.port()), PATIENCE_MS);
      socket.setSoTimeout(PATIENCE_MS);
      return access.tls().isPresent() ? secured(socket, access, access.tls().get()) : socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static Socket secured(Socket plain, BrokerAccess access, BrokerTls tls)
      throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          tls.keys().map(own -> new KeyManager[] {own}).orElse(null),
          tls.trust().map(believed -> new TrustManager[] {believed}).orElse(null),
          null);
      SSLSocket socket =
          (SSLSocket)
              context.getSocketFactory().createSocket(plain, access.host(), access.port(), true);
      SSLParameters asked = socket.getSSLParameters();
      asked.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(asked);
      socket.startHandshake();
      return socket;
    } catch (GeneralSecurityException e) {
      throw new SSLException(e);
    }
  }

  private static Finding answered(String where, Version version, MqttKnock.Answer answer) {
    return switch (answer) {
      case ACCEPTED -> Finding.ok(SUBJECT, where, "takes the bridge in " + version);
      case CREDENTIALS ->
          fault(
              where,
              "does not take the bridge's credentials",
              "correct broker.external.login, or what the broker knows of it");
      case VERSION -> fault(where, "speaks no " + version, otherVersion(version));
      case REFUSED -> fault(where, "refuses the bridge", "see the log of that broker");
      case TLS -> fault(where, "speaks TLS", "say broker.external.tls");
      case OTHER -> fault(where, "is no MQTT broker", "correct " + ADDRESS);
      case CLOSED ->
          fault(
              where,
              "closes the connection instead of an answer in " + version,
              "see the log of that broker"
                  + (version == Version.MQTT_5 ? "; if it speaks no MQTT 5, " + OLDER : ""));
    };
  }

  private static String otherVersion(Version version) {
    return version == Version.MQTT_5
        ? OLDER + ", or meet at a broker of MQTT 5"
        : "meet at a broker that does: edge nodes speak no other";
  }

  /** A bridge starts without it, and goes on trying. */
  private static Finding unreachable(String where, String why) {
    return Finding.warning(SUBJECT, where, why, "start it, or correct " + ADDRESS);
  }

  private static Finding fault(String where, String what, String fix) {
    return Finding.fault(SUBJECT, where, what, fix);
  }
}
