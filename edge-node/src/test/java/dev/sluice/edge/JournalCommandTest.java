package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.DurableRecord.MessageKept;
import dev.sluice.broker.durable.DurableRecord.SessionOpened;
import dev.sluice.broker.durable.Fetched;
import dev.sluice.broker.durable.Recipient;
import dev.sluice.edge.journal.Journal;
import dev.sluice.edge.journal.SyncPolicy;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicName;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalCommandTest {
  private static final ClientId CLIENT = new ClientId("pump-7");

  @TempDir Path folder;

  /** What the command said, and how it ended. */
  private record Said(int exit, String out, String err) {}

  private static Said run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        JournalCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Said(exit, out.toString(), err.toString());
  }

  @BeforeEach
  void write() throws Exception {
    Journal.Settings settings = new Journal.Settings(SyncPolicy.FSYNC, 1 << 20, 16_000);
    try (Journal journal =
        Journal.open(folder, settings, System::nanoTime, System::currentTimeMillis)) {
      journal.start(
          new Journal.Listener() {
            @Override
            public void durable(long sequence) {}

            @Override
            public void refusing(String reason) {}

            @Override
            public void accepting() {}

            @Override
            public void fetched(Fetched fetched) {}
          });
      journal.append(
          new Effect.Append(
              1,
              new SessionOpened(
                  CLIENT, Duration.ofSeconds(9), Optional.empty(), Optional.empty())));
      Message message =
          Message.of(TopicName.of("alarms/7"), Payload.utf8("hot"), Qos.AT_LEAST_ONCE);
      journal.append(
          new Effect.Append(
              2,
              new MessageKept(
                  2,
                  message,
                  Optional.empty(),
                  Long.MAX_VALUE,
                  true,
                  0,
                  List.of(Recipient.waiting(CLIENT, Qos.AT_LEAST_ONCE, false, List.of())))));
    }
  }

  private Path segment() {
    return folder.resolve("0000000000000001.log");
  }

  @Test
  void inspectSaysWhatIsOwedToWhom() {
    Said said = run("inspect", folder.toString());
    assertThat(said.exit()).isZero();
    assertThat(said.out())
        .contains("0000000000000001.log", "format 2, 2 records")
        .contains("pump-7: subscriptions 0, messages owed 1")
        .contains("messages      1, of them retained 1")
        .contains("sound         2 records");
  }

  @Test
  void exportIsOneObjectALine() {
    Said said = run("export", folder.toString());
    List<JsonObject> lines = said.out().lines().map(JsonObject::new).toList();
    assertThat(lines)
        .extracting(line -> line.getString("type"))
        .containsExactly("session-opened", "message-kept");
    JsonObject message = lines.get(1);
    assertThat(message.getJsonObject("message").getString("topic")).isEqualTo("alarms/7");
    assertThat(message.getJsonObject("message").getString("payload")).isEqualTo("aG90");
    assertThat(message.containsKey("expiresAtNanos")).isFalse();
    assertThat(message.getJsonArray("recipients").getJsonObject(0).getString("client"))
        .isEqualTo("pump-7");
  }

  @Test
  void verifyIsContentWithASoundJournalAndWithATornEnd() throws Exception {
    assertThat(run("verify", folder.toString()).exit()).isZero();
    byte[] bytes = Files.readAllBytes(segment());
    Files.write(segment(), Arrays.copyOf(bytes, bytes.length - 5));
    Said said = run("verify", folder.toString());
    assertThat(said.exit()).isZero();
    assertThat(said.out()).contains("torn");
    assertThat(Files.size(segment())).as("nothing is changed").isEqualTo(bytes.length - 5);
  }

  @Test
  void verifySaysWhatIsLost() throws Exception {
    Files.write(folder.resolve("0000000000000002.log"), new byte[100]);
    Said said = run("verify", folder.toString());
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.out()).contains("lost", "0000000000000002.log cannot be read");
  }

  @Test
  void aFolderWithoutJournalIsOneLine() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    for (Path wrong : List.of(empty, folder.resolve("none"))) {
      Said said = run("inspect", wrong.toString());
      assertThat(said.exit()).isEqualTo(2);
      assertThat(said.err().lines())
          .singleElement()
          .asString()
          .startsWith("journal inspect: ")
          .contains(wrong.toString());
    }
  }
}
