package dev.sluice.edge.inference;

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
class ModelWatchTest {
  @TempDir Path folder;
  private final List<String> taken = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private Path file;
  private ModelWatch watch;
  private long age;
  private Meanwhile meanwhile = () -> {};

  private final ModelEvents events =
      new ModelEvents() {
        @Override
        public void swapped(ModelManifest before, ModelManifest next) {}

        @Override
        public void rolledBack(ModelManifest bad, ModelManifest again, String why) {}

        @Override
        public void refused(Path manifest, String why) {
          refused.add(why);
        }
      };

  @BeforeEach
  void watch() throws Exception {
    file = folder.resolve("pump.model.yaml");
    Files.write(folder.resolve("pump.onnx"), new byte[] {1});
    write("pump", "1", 64);
    watch =
        new ModelWatch(
            Map.of(file, ModelManifest.read(file)), ModelTrust.EVERYBODY, this::take, events);
  }

  @AfterEach
  void close() {
    watch.close();
  }

  private void take(ModelManifest next) throws ModelException {
    if (next.version().equals("bad")) {
      throw new ModelException("it does not load");
    }
    taken.add(next.version());
    Meanwhile once = meanwhile;
    meanwhile = () -> {};
    try {
      once.happens();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @FunctionalInterface
  private interface Meanwhile {
    void happens() throws Exception;
  }

  private void write(String name, String version, int window) throws Exception {
    write(name, version, window, "a, b");
  }

  private void write(String name, String version, int window, String labels) throws Exception {
    Files.writeString(
        file,
        """
        name: %s
        version: "%s"
        file: pump.onnx
        sha256: %s
        input: {tensor: x, window: %d}
        output: {tensor: y, labels: [%s], threshold: 0.5}
        """
            .formatted(name, version, "0".repeat(64), window, labels));
    // Clocks of file systems are coarse; a test is faster.
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L + ++age * 1_000));
  }

  private void lookTwice() {
    watch.look();
    watch.look();
  }

  @Test
  void aChangeIsTakenUpOnceItWasThereAtTwoLooks() throws Exception {
    lookTwice();
    assertThat(taken).isEmpty();
    write("pump", "2", 64);
    watch.look();
    assertThat(taken).isEmpty();
    watch.look();
    assertThat(taken).containsExactly("2");
    lookTwice();
    assertThat(taken).containsExactly("2");
  }

  @Test
  void aFileThatIsStillWrittenIsLeftAlone() throws Exception {
    for (int i = 2; i < 6; i++) {
      write("pump", "" + i, 64);
      watch.look();
    }
    assertThat(taken).isEmpty();
    watch.look();
    assertThat(taken).containsExactly("5");
  }

  @Test
  void whatDoesNotLoadIsToldOnceAndTriedAgainWhenItChanges() throws Exception {
    write("pump", "bad", 64);
    lookTwice();
    lookTwice();
    assertThat(refused).containsExactly("it does not load");
    write("pump", "3", 64);
    lookTwice();
    assertThat(taken).containsExactly("3");
  }

  @Test
  void aChangeBetweenTheStartAndTheFirstLookIsFound() throws Exception {
    write("pump", "2", 64);
    try (ModelWatch late =
        new ModelWatch(
            Map.of(file, ModelManifest.read(file)), ModelTrust.EVERYBODY, this::take, events)) {
      write("pump", "3", 64);
      late.look();
      late.look();
    }
    assertThat(taken).containsExactly("3");
  }

  @Test
  void aChangeThatComesWhileAnotherIsLoadedIsFoundAfterwards() throws Exception {
    lookTwice();
    write("pump", "2", 64);
    meanwhile = () -> write("pump", "3", 64);
    lookTwice();
    assertThat(taken).containsExactly("2");
    lookTwice();
    assertThat(taken).containsExactly("2", "3");
  }

  @Test
  void otherLabelsNeedANewStart() throws Exception {
    write("pump", "2", 64, "a, c");
    lookTwice();
    assertThat(taken).isEmpty();
    assertThat(refused).containsExactly("its labels were [a, b]; start the program again");
  }

  @Test
  void theWayBackIsAChangeLikeAnyOther() throws Exception {
    write("pump", "2", 64);
    lookTwice();
    write("pump", "1", 64);
    lookTwice();
    assertThat(taken).containsExactly("2", "1");
  }

  @Test
  void whatTheRoutesDoNotFitIsRefused() throws Exception {
    write("pump", "2", 65);
    lookTwice();
    write("fan", "2", 64);
    lookTwice();
    Files.writeString(file, "name: [");
    lookTwice();
    Files.delete(file);
    lookTwice();
    assertThat(taken).isEmpty();
    assertThat(refused).hasSize(4);
    assertThat(refused.get(0))
        .isEqualTo("it takes other input than before; start the program again");
    assertThat(refused.get(1)).isEqualTo("its name was pump; start the program again");
    assertThat(refused.get(2)).contains("pump.model.yaml:1:");
    assertThat(refused.get(3)).contains("no such model manifest");
  }
}
