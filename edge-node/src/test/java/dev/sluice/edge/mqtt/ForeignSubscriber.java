package dev.sluice.edge.mqtt;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A running subscriber and what it prints. */
final class ForeignSubscriber implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final String name;
  private final Process process;
  private final BlockingQueue<String> payloads = new LinkedBlockingQueue<>();
  private long patienceSeconds = PATIENCE_SECONDS;

  ForeignSubscriber(String name, List<String> command) throws IOException {
    this.name = name;
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Thread reader = new Thread(this::read, "reads " + name);
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        // Others tell what they do too.
        if (line.startsWith("payload ")) {
          payloads.add(line);
        }
      }
    } catch (IOException ended) {
      // What it has not printed is missed where it is asked for.
    }
  }

  /** The next payloads that begin so, as many as come in time. */
  List<String> next(int count, String beginning) throws InterruptedException {
    List<String> next = new ArrayList<>();
    while (next.size() < count) {
      String payload = payloads.poll(patienceSeconds, TimeUnit.SECONDS);
      if (payload == null) {
        // It is not waited for once more.
        patienceSeconds = 0;
        return next;
      }
      if (payload.startsWith(beginning)) {
        next.add(payload);
      }
    }
    return next;
  }

  @Override
  public String toString() {
    return name;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
