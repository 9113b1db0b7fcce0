package dev.sluice.lab;

import dev.sluice.policy.guard.Facts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The message that a user asks about. */
final class MessageOptions {
  @Option(names = "--topic", required = true, paramLabel = "TOPIC", description = "Its topic.")
  private String topic = "";

  @Option(
      names = "--bytes",
      paramLabel = "N",
      defaultValue = "1000",
      description = "What it takes on the uplink (default: ${DEFAULT-VALUE}).")
  private int bytes;

  @Option(
      names = "--payload",
      paramLabel = "TEXT",
      defaultValue = "{}",
      description = "Its payload, for guards; @FILE reads one.")
  private String payload = "";

  @Option(
      names = "--property",
      paramLabel = "K=V",
      description = "A User Property, also x-deadline-ms, x-priority, x-no-offload; repeatable.")
  private Map<String, String> properties = new HashMap<>();

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description = "When it comes, such as 2026-11-27T13:00, for guards (default: now).")
  private Optional<LocalDateTime> time = Optional.empty();

  Question question() throws IOException {
    if (bytes < 1) {
      throw new IllegalArgumentException("--bytes must be 1 or more (found " + bytes + ")");
    }
    byte[] body =
        payload.startsWith("@")
            ? Files.readAllBytes(Path.of(payload.substring(1)))
            : payload.getBytes(StandardCharsets.UTF_8);
    Facts facts =
        new Facts(
            topic,
            body,
            properties,
            time.orElseGet(() -> LocalDateTime.now(ZoneId.systemDefault())));
    return new Question(topic, bytes, properties, facts);
  }

  @Override
  public String toString() {
    return "%s, %,d bytes on the uplink".formatted(topic, bytes);
  }
}
