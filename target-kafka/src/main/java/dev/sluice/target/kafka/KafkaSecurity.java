package dev.sluice.target.kafka;

import dev.sluice.target.settings.TargetSettings;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;

/**
 * Who both sides are, and whether others can read what they say. Files are read once, when the
 * target is made.
 *
 * @param client what Kafka's client is told; secrets are in values that it does not print
 */
record KafkaSecurity(Map<String, Object> client) {
  static final Set<String> SETTINGS =
      Set.of("tls", "ca-file", "certificate-file", "key-file", "sasl", "user", "password-file");

  private static final String PEM = "PEM";

  /**
   * @throws IllegalArgumentException that names the setting
   */
  static KafkaSecurity of(TargetSettings settings) {
    // Kafka makes its own context of the same files; here their faults are told.
    boolean tls = settings.tls().isPresent();
    String mechanism = settings.choice("sasl", "none", "plain", "scram-sha-256", "scram-sha-512");
    boolean sasl = !mechanism.equals("none");
    if (mechanism.equals("plain") && !tls) {
      throw TargetSettings.fault("sasl", "plain sends the password as it is, and needs tls: true");
    }
    Map<String, Object> client = new HashMap<>();
    client.put(
        CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
        sasl ? (tls ? "SASL_SSL" : "SASL_PLAINTEXT") : tls ? "SSL" : "PLAINTEXT");
    if (tls) {
      client.putAll(files(settings));
    }
    if (sasl) {
      client.put(SaslConfigs.SASL_MECHANISM, mechanism.toUpperCase(Locale.ROOT));
      client.put(SaslConfigs.SASL_JAAS_CONFIG, new Password(login(mechanism, settings)));
    } else {
      refuse(settings, "user");
      refuse(settings, "password-file");
    }
    return new KafkaSecurity(Map.copyOf(client));
  }

  private static void refuse(TargetSettings settings, String name) {
    if (settings.text(name).isPresent()) {
      throw TargetSettings.fault(name, "is of no use without sasl");
    }
  }

  private static Map<String, Object> files(TargetSettings settings) {
    Map<String, Object> client = new HashMap<>();
    settings
        .pem("ca-file")
        .ifPresent(
            pem -> {
              client.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, PEM);
              client.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, new Password(pem));
            });
    settings
        .pem("certificate-file")
        .ifPresent(
            pem -> {
              client.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, PEM);
              client.put(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, new Password(pem));
            });
    settings
        .pem("key-file")
        .ifPresent(pem -> client.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, new Password(pem)));
    return client;
  }

  private static String login(String mechanism, TargetSettings settings) {
    String module =
        mechanism.equals("plain")
            ? "org.apache.kafka.common.security.plain.PlainLoginModule"
            : "org.apache.kafka.common.security.scram.ScramLoginModule";
    return "%s required username=%s password=%s;"
        .formatted(
            module,
            quoted("user", needed("user", settings.text("user"))),
            quoted("password-file", needed("password-file", settings.secret("password-file"))));
  }

  private static String needed(String name, Optional<String> said) {
    return said.orElseThrow(
        () -> TargetSettings.fault("sasl", "needs user and password-file; no " + name));
  }

  /** As the JDK's login configurations have it. */
  private static String quoted(String setting, String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw TargetSettings.fault(setting, "has a line break or control character");
    }
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return String.valueOf(client.get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG));
  }
}
