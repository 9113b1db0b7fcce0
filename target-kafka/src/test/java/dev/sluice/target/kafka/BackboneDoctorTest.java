package dev.sluice.target.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the doctor says of a backbone without a Kafka. */
@Timeout(60)
class BackboneDoctorTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"ingress", "worker"})
  void aKafkaThatIsSilentIsAWarning(String role) throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String server = "127.0.0.1:" + silent.getLocalPort();
      Doctor doctor =
          Doctor.examines(
              folder,
              """
              backbone:
                kind: kafka
                role: %s
                settings: {bootstrap-servers: "%s", timeout-ms: 500}
              """
                  .formatted(role, server));
      assertThat(doctor.code()).as(doctor.said()).isEqualTo(1);
      assertThat(doctor.said())
          .contains(
              "backbone     warning  kafka: no answer from " + server,
              "fix      start it, or correct backbone.settings; requests wait for it");
    }
  }

  @Test
  void aSettingThatKafkaDoesNotKnowIsAFaultWithItsPlace() throws Exception {
    Doctor doctor =
        Doctor.examines(folder, "backbone: {kind: kafka, settings: {bootstrap-server: h}}\n");
    assertThat(doctor.code()).isEqualTo(1);
    assertThat(doctor.said())
        .contains("examined.yaml:1:", "backbone.settings.bootstrap-server: is no setting of kafka");
  }

  @Test
  void aHostThatThereIsNotIsAWarning() throws Exception {
    Doctor doctor =
        Doctor.examines(
            folder,
            """
            backbone:
              kind: kafka
              settings: {bootstrap-servers: "kafka.invalid:9092", timeout-ms: 500}
            """);
    assertThat(doctor.code()).isEqualTo(1);
    assertThat(doctor.said()).contains("backbone     warning  kafka: ", "bootstrap");
  }
}
