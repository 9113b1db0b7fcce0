package dev.sluice.target.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cloud.CloudBridge;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What the program says of a backbone that cannot be used. */
class BackboneFaultsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: pulsar | 1:18: backbone.kind: pulsar is no backbone that is installed; choose one of [kafka]",
        "kind: kafka, settings: {partition: 3} | 1:47: backbone.settings.partition: is no setting of kafka; there are [",
        "kind: kafka, settings: {partitions: 0} | 1:48: backbone.settings.partitions: must be a number from 1 to 10000 (found 0)",
        "kind: kafka, settings: {session-timeout-ms: 100} | 1:56: backbone.settings.session-timeout-ms: must be at least 6000, as Kafka asks",
        "kind: kafka, settings: {bootstrap-servers: k} | 1:55: backbone.settings.bootstrap-servers: must be HOST:PORT",
        "kind: kafka, role: worker, settings: {sasl: plain} | 1:56: backbone.settings.sasl: plain sends the password",
      })
  void isSaidInOneLineWithItsPlace(String backbone, String said) throws Exception {
    Path file = Files.writeString(folder.resolve("cloud.yaml"), "backbone: {" + backbone + "}\n");
    var err = new StringWriter();
    CommandLine line = CloudBridge.commandLine();
    line.setErr(new PrintWriter(err, true));

    int code =
        line.execute(
            "--config", file.toString(), "--data", folder.toString(), "--set", "admin.port=0");

    assertThat(code).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("cloud.yaml:" + said);
  }
}
