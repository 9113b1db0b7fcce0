package dev.sluice.cloud.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.ModelTrust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test looks; nothing waits. */
class ModelRefreshTest {
  @TempDir Path folder;
  private final List<String> replaced = new ArrayList<>();
  private Path file;
  private ModelRefresh refresh;
  private long age;

  @BeforeEach
  void watch() throws Exception {
    file = folder.resolve("pump.model.yaml");
    write("1", "a, b");
    refresh =
        new ModelRefresh(
            Map.of(file, ModelManifest.read(file)), ModelTrust.EVERYBODY, this::replace);
  }

  @AfterEach
  void close() {
    refresh.close();
  }

  private void replace(ModelManifest next) throws ModelException {
    if (next.version().equals("bad")) {
      throw new ModelException("it does not load");
    }
    replaced.add(next.version());
  }

  private void write(String version, String labels) throws Exception {
    Files.writeString(
        file,
        """
        name: pump
        version: "%s"
        file: pump.onnx
        sha256: %s
        input: {tensor: x, window: 64}
        output: {tensor: y, labels: [%s], threshold: 0.5}
        """
            .formatted(version, "0".repeat(64), labels));
    // Clocks of file systems are coarse; a test is faster.
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L + ++age * 1_000));
  }

  private void lookTwice() {
    refresh.look();
    refresh.look();
  }

  @Test
  void whatRunsIsLeftAloneUntilItsManifestChanges() throws Exception {
    lookTwice();
    assertThat(replaced).isEmpty();
    write("2", "a, b");
    lookTwice();
    lookTwice();

    assertThat(replaced).containsExactly("2");
  }

  @Test
  void whatDoesNotLoadOrIsForOtherUseChangesNothing() throws Exception {
    write("bad", "a, b");
    lookTwice();
    write("2", "a, c");
    lookTwice();
    Files.writeString(file, "name: [");
    lookTwice();
    assertThat(replaced).isEmpty();
    write("3", "a, b");
    lookTwice();

    assertThat(replaced).containsExactly("3");
  }
}
