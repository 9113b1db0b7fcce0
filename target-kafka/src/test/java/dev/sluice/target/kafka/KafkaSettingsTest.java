package dev.sluice.target.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaSettingsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bootstrap-server|a:1|bootstrap-server: is no setting of kafka; there are [bootstrap-servers,",
        "bootstrap-servers|kafka|bootstrap-servers: must be HOST:PORT",
        "bootstrap-servers|a:1,,b:2|bootstrap-servers: must be HOST:PORT",
        "timeout-ms|soon|timeout-ms: must be a number from 1 to 600000 (found soon)",
        "record-bytes-max|0|record-bytes-max: must be a number from 1 to 268435456 (found 0)",
        "tls|yes|tls: must be true or false (found yes)",
        "sasl|kerberos|sasl: must be one of none, plain, scram-sha-256, scram-sha-512 (found",
        "sasl|plain|sasl: plain sends the password as it is, and needs tls: true",
        "sasl|scram-sha-512|sasl: needs user and password-file; no user",
        "ca-file|ca.pem|ca-file: is of no use without tls: true",
        "user|bridge|user: is of no use without sasl"
      })
  void namesTheSettingThatIsWrong(String name, String value, String said) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KafkaSettings.of(Map.of(name, value)))
        .withMessageStartingWith(said)
        .withMessageMatching("[^\n]*");
  }

  @Test
  void saysOfFilesWhatIsWrongWithThem() throws IOException {
    Path none = folder.resolve("none");
    Path text = Files.writeString(folder.resolve("text"), "no certificate");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KafkaSettings.of(Map.of("tls", "true", "ca-file", none.toString())))
        .withMessage("ca-file: " + none + " cannot be read");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KafkaSettings.of(Map.of("tls", "true", "ca-file", text.toString())))
        .withMessage("ca-file: holds no certificate in the PEM format");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KafkaSettings.of(Map.of("tls", "true", "key-file", text.toString())))
        .withMessage("key-file: needs the other of certificate-file and key-file");
  }

  @Test
  void readsThePasswordFromItsFileAndNeverSaysIt() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "s\\ec\"ret\n");

    KafkaSettings settings =
        KafkaSettings.of(
            Map.of("sasl", "scram-sha-256", "user", "bridge", "password-file", file.toString()));

    Map<String, Object> told = settings.producer();
    assertThat(told).containsEntry("security.protocol", "SASL_PLAINTEXT");
    assertThat(told).containsEntry("sasl.mechanism", "SCRAM-SHA-256");
    assertThat(told.toString() + settings + settings.security()).doesNotContain("ec\\\"ret");
  }

  @Test
  void confirmedMeansAllReplicasAndNothingTwice() {
    Map<String, Object> told = KafkaSettings.of(Map.of("timeout-ms", "4000")).producer();

    assertThat(told)
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true)
        .containsEntry("delivery.timeout.ms", 4_000)
        .containsEntry("bootstrap.servers", "127.0.0.1:9092");
  }
}
