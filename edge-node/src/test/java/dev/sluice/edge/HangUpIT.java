package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGHUP to a node in a process of its own, as service managers send it. */
class HangUpIT {
  private static final String YAML =
      """
      node: {id: hang-up}
      admin: {port: 0}
      durability: memory
      uplink: {enabled: false}
      access: {acl: acl.yaml}
      """;

  @TempDir Path folder;

  @Test
  void readsItsFilesAgainAndKeepsItsClients() throws Exception {
    assumeFalse(
        HangUpTest.isIgnored(), "skipped: this process was started with SIGHUP ignored (nohup)");
    Files.writeString(folder.resolve("acl.yaml"), "otherwise: allow\nroles: {}\n");
    try (EdgeProcess node = new EdgeProcess(folder, YAML, "64m")) {
      node.start();
      // Once by itself, for what may have changed while it started.
      await().until(() -> node.logLines("reload=done what=\"access\"").size() == 1);
      String uri = "tcp://127.0.0.1:" + node.port();
      try (SecureClient client = new SecureClient(uri, "healthy").connect()) {
        for (int time = 2; time < 4; time++) {
          int lines = time;
          node.hangUp();
          await().until(() -> node.logLines("reload=done what=\"access\"").size() == lines);
        }

        assertThat(client.publish("t", "still here")).isEqualTo(0x10);
        assertThat(client.closedWith()).isEqualTo(-1);
      }
    }
  }
}
