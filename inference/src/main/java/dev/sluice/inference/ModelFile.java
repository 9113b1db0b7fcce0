package dev.sluice.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The bytes of a model: read whole, so that what was hashed is what runs. */
public final class ModelFile {
  static final long BYTES_MAX = 256L << 20;

  private ModelFile() {}

  /**
   * The file that the manifest names, if it is the one that the manifest means.
   *
   * @throws ModelException when it cannot be read or its hash is another
   */
  public static byte[] verified(ModelManifest manifest) throws ModelException {
    if (manifest.sha256().equals(ModelManifest.NO_FILE)) {
      throw fault(
          manifest,
          "names no file, so it cannot run in this process",
          "add file and sha256, or name a model server for it");
    }
    byte[] graph = bytes(manifest);
    String sha256 = sha256(graph);
    if (!sha256.equals(manifest.sha256())) {
      throw fault(
          manifest,
          "sha256 is " + sha256 + ", the manifest says " + manifest.sha256(),
          "restore the file, or correct the manifest if the file was replaced on purpose");
    }
    return graph;
  }

  private static byte[] bytes(ModelManifest manifest) throws ModelException {
    Path file = manifest.file();
    try {
      long size = Files.size(file);
      if (size > BYTES_MAX) {
        throw fault(manifest, size + " bytes, at most " + BYTES_MAX, "use a smaller model");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw fault(manifest, "no such file", "put it there, or correct 'file' in the manifest");
    } catch (IOException e) {
      throw fault(manifest, "cannot be read (" + e.getMessage() + ")", "check its permissions");
    }
  }

  /** Lower-case hex, as a manifest says it. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static ModelException fault(ModelManifest manifest, String what, String advice) {
    return new ModelException(
        "model " + manifest.name() + ", " + manifest.file() + ": " + what + "; " + advice);
  }
}
