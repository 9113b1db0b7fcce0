package dev.sluice.edge.inference;

import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelFile;
import dev.sluice.inference.ModelManifest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Copies of the models in use, by their hash: whoever overwrites a model's file takes neither the
 * version that runs nor the one before it. One thread at a time.
 */
public final class ModelStore {
  private static final String SUFFIX = ".onnx";

  private final Path folder;

  /** Hashes of what is about to be installed, each as often as it was announced. */
  private final List<String> expected = new ArrayList<>();

  public ModelStore(Path folder) {
    this.folder = folder;
  }

  /**
   * The same model, in its copy here.
   *
   * @throws ModelException when the file is not what its manifest says, or cannot be copied
   */
  public ModelManifest keep(ModelManifest manifest) throws ModelException {
    // Also where there is a copy: what is wrong with the file is to be said, not covered up.
    byte[] graph = ModelFile.verified(manifest);
    Path copy = folder.resolve(manifest.sha256() + SUFFIX);
    if (isWhole(manifest.at(copy))) {
      return manifest.at(copy);
    }
    try {
      Files.createDirectories(folder);
      Path unfinished = Files.createTempFile(folder, manifest.name(), ".part");
      Files.write(unfinished, graph);
      Files.move(unfinished, copy, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new ModelException(
          folder + ": a copy of model " + manifest.name() + " cannot be written: " + e.getMessage(),
          e);
    }
    return manifest.at(copy);
  }

  private static boolean isWhole(ModelManifest copy) {
    if (!Files.exists(copy.file())) {
      return false;
    }
    try {
      ModelFile.verified(copy);
      return true;
    } catch (ModelException damaged) {
      return false;
    }
  }

  /** A copy that was kept is about to be installed: until then it is needed too. */
  public void expect(String sha256) {
    expected.add(sha256);
  }

  /**
   * What was expected is there.
   *
   * @param needed of all models, when it was installed; of what came after it that may not know
   */
  public void installed(String sha256, Set<String> needed) {
    expected.remove(sha256);
    retain(needed);
  }

  /** Deletes what is none of these and not expected, as far as it can be deleted. */
  public void retain(Set<String> sha256) {
    Set<String> kept = new HashSet<>(sha256);
    kept.addAll(expected);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.{onnx,part}")) {
      for (Path file : files) {
        if (!kept.contains(file.getFileName().toString().replace(SUFFIX, ""))) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      // An old copy too many harms nobody; the next time it may go.
    }
  }
}
