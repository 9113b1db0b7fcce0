package dev.sluice.target.kafka;

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

  private static final Set<String> TLS_ONLY = Set.of("ca-file", "certificate-file", "key-file");
  private static final Set<String> SASL_ONLY = Set.of("user", "password-file");
  private static final String PEM = "PEM";

  /**
   * @throws IllegalArgumentException that names the setting
   */
  static KafkaSecurity of(Map<String, String> settings) {
    boolean tls = choice(settings, "tls", "false", "true").equals("true");
    String mechanism = choice(settings, "sasl", "none", "plain", "scram-sha-256", "scram-sha-512");
    boolean sasl = !mechanism.equals("none");
    refuseWithout(tls, settings, TLS_ONLY, "tls: true");
    refuseWithout(sasl, settings, SASL_ONLY, "sasl");
    if (mechanism.equals("plain") && !tls) {
      throw new IllegalArgumentException(
          "sasl: plain sends the password as it is, and needs tls: true");
    }
    Map<String, Object> client = new HashMap<>();
    client.put(
        CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
        sasl ? (tls ? "SASL_SSL" : "SASL_PLAINTEXT") : tls ? "SSL" : "PLAINTEXT");
    if (tls) {
      client.putAll(tls(settings));
    }
    if (sasl) {
      client.put(SaslConfigs.SASL_MECHANISM, mechanism.toUpperCase(Locale.ROOT));
      client.put(SaslConfigs.SASL_JAAS_CONFIG, new Password(login(mechanism, settings)));
    }
    return new KafkaSecurity(Map.copyOf(client));
  }

  /** The first of the choices is the default. */
  private static String choice(Map<String, String> settings, String name, String... choices) {
    String found = settings.getOrDefault(name, choices[0]);
    for (String one : choices) {
      if (one.equals(found)) {
        return found;
      }
    }
    throw new IllegalArgumentException(
        "%s: must be one of %s (found %s)".formatted(name, String.join(", ", choices), found));
  }

  private static void refuseWithout(
      boolean there, Map<String, String> settings, Set<String> names, String what) {
    for (String name : names) {
      if (!there && settings.containsKey(name)) {
        throw new IllegalArgumentException(name + ": is of no use without " + what);
      }
    }
  }

  private static Map<String, Object> tls(Map<String, String> settings) {
    Map<String, Object> client = new HashMap<>();
    if (settings.containsKey("ca-file")) {
      client.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, PEM);
      client.put(
          SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG,
          new Password(SecretFile.certificates("ca-file", settings.get("ca-file"))));
    }
    Optional<String> certificate = Optional.ofNullable(settings.get("certificate-file"));
    Optional<String> key = Optional.ofNullable(settings.get("key-file"));
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException(
          (key.isPresent() ? "key-file" : "certificate-file")
              + ": key-file and certificate-file belong together");
    }
    if (key.isPresent()) {
      client.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, PEM);
      client.put(
          SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG,
          new Password(SecretFile.certificates("certificate-file", certificate.orElseThrow())));
      client.put(
          SslConfigs.SSL_KEYSTORE_KEY_CONFIG,
          new Password(SecretFile.privateKey("key-file", key.orElseThrow())));
    }
    return client;
  }

  private static String login(String mechanism, Map<String, String> settings) {
    String module =
        mechanism.equals("plain")
            ? "org.apache.kafka.common.security.plain.PlainLoginModule"
            : "org.apache.kafka.common.security.scram.ScramLoginModule";
    return "%s required username=%s password=%s;"
        .formatted(
            module,
            quoted("user", needed(settings, "user")),
            quoted(
                "password-file",
                SecretFile.line("password-file", needed(settings, "password-file"))));
  }

  private static String needed(Map<String, String> settings, String name) {
    return Optional.ofNullable(settings.get(name))
        .orElseThrow(
            () -> new IllegalArgumentException("sasl: needs user and password-file; no " + name));
  }

  /** As the JDK's login configurations have it. */
  private static String quoted(String setting, String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(setting + ": has a line break or control character");
    }
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return String.valueOf(client.get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG));
  }
}
