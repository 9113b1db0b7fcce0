package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadsTest {
  @TempDir Path folder;
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger changes = new AtomicInteger();
  private volatile String inForce = "";
  private Path file;
  private Reloads reloads;

  @BeforeEach
  void start() throws Exception {
    file = Files.writeString(folder.resolve("rules"), "one");
    reloads =
        new Reloads(
            List.of(new Reloads.Item("rules", List.of(file), this::read)),
            changes::incrementAndGet);
    reloads.start();
    await().until(() -> inForce.equals("one") && changes.get() == 1);
  }

  @AfterEach
  void stop() {
    reloads.close();
  }

  private String read() throws ConfigException {
    reads.incrementAndGet();
    try {
      String text = Files.readString(file);
      if (text.equals("faulty")) {
        throw new ConfigException("rules: faulty");
      }
      inForce = text;
      return text;
    } catch (IOException e) {
      throw new ConfigException("rules: cannot be read");
    }
  }

  @Test
  void readsAFileThatHasChangedOnce() throws Exception {
    Files.writeString(file, "two");
    await().until(() -> inForce.equals("two") && changes.get() == 2);
    Files.move(
        Files.writeString(folder.resolve("next"), "six"),
        file,
        StandardCopyOption.REPLACE_EXISTING);
    await().until(() -> inForce.equals("six") && changes.get() == 3);
    assertThat(reads).hasValue(3);
  }

  @Test
  void tellsNobodyOfAFileThatIsRefused() throws Exception {
    Files.writeString(file, "faulty");
    await().until(() -> reads.get() == 2);
    Files.delete(file);
    await().until(() -> reads.get() == 3);
    assertThat(inForce).isEqualTo("one");
    Files.writeString(file, "good");
    await().until(() -> inForce.equals("good"));
    await().until(() -> changes.get() == 2);
  }

  @Test
  void readsEverythingWhenItIsAskedTo() {
    reloads.all();
    await().until(() -> reads.get() == 2);
    await().until(() -> changes.get() == 2);
  }
}
