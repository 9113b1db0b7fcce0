package dev.sluice.edge.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelFile;
import dev.sluice.inference.ModelManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
  private static final byte[] GRAPH = {1, 2, 3};

  @TempDir Path folder;
  private ModelStore store;
  private ModelManifest manifest;

  @BeforeEach
  void write() throws Exception {
    store = new ModelStore(folder.resolve("kept"));
    Path file = Files.write(folder.resolve("pump.onnx"), GRAPH);
    manifest =
        new ModelManifest(
            "pump",
            "1",
            file,
            ModelFile.sha256(GRAPH),
            new ModelManifest.Input("x", 1),
            new ModelManifest.Output("y", List.of("a", "b"), 0.5f));
  }

  @Test
  void whatItKeepsOutlivesTheOriginal() throws Exception {
    ModelManifest kept = store.keep(manifest);
    Files.delete(manifest.file());
    assertThat(ModelFile.verified(kept)).isEqualTo(GRAPH);
  }

  @Test
  void aDamagedCopyIsWrittenAgain() throws Exception {
    Files.write(store.keep(manifest).file(), new byte[] {9});
    assertThat(ModelFile.verified(store.keep(manifest))).isEqualTo(GRAPH);
  }

  @Test
  void aFileThatIsNotWhatItsManifestSaysIsNamedThoughThereIsACopy() throws Exception {
    store.keep(manifest);
    Files.write(manifest.file(), new byte[] {9});
    assertThatThrownBy(() -> store.keep(manifest))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("the manifest says");
  }

  @Test
  void onlyWhatIsNeededStays() throws Exception {
    Path kept = store.keep(manifest).file();
    store.retain(Set.of(manifest.sha256()));
    assertThat(kept).exists();
    store.retain(Set.of("another"));
    assertThat(kept).doesNotExist();
  }

  /** Two models change in one look: the first is installed before the second is known to be. */
  @Test
  void whatIsAboutToBeInstalledIsNotTidiedAway() throws Exception {
    ModelManifest first = store.keep(manifest);
    store.expect(first.sha256());
    byte[] other = {4, 5};
    Path file = Files.write(folder.resolve("fan.onnx"), other);
    ModelManifest second =
        store.keep(
            new ModelManifest(
                "fan",
                "1",
                file,
                ModelFile.sha256(other),
                new ModelManifest.Input("x", 1),
                new ModelManifest.Output("y", List.of("a", "b"), 0.5f)));
    store.expect(second.sha256());

    store.installed(first.sha256(), Set.of(first.sha256()));
    assertThat(second.file()).exists();
    store.installed(second.sha256(), Set.of(first.sha256(), second.sha256()));
    assertThat(first.file()).exists();
    assertThat(second.file()).exists();
    store.retain(Set.of(second.sha256()));
    assertThat(first.file()).doesNotExist();
  }
}
