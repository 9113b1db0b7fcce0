package dev.sluice.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The command line of this process, as far as it can kill it: on Linux the native library of ONNX
 * Runtime 1.29.0 crashes while it is loaded when the command line is longer than one page.
 */
final class OwnCommandLine {
  /** Measured: 3.3 KB load, 4.1 KB crash without a word. */
  private static final int BYTES_MAX = 4_000;

  private static final Path LINUX = Path.of("/proc/self/cmdline");

  private OwnCommandLine() {}

  /**
   * @throws ModelException when loading the native library would end the process
   */
  static void check(String model) throws ModelException {
    int bytes = bytes();
    if (bytes > BYTES_MAX) {
      throw new ModelException(
          "model %s: the command line of this process has %d bytes, and beyond %d ONNX Runtime crashes"
                  .formatted(model, bytes, BYTES_MAX)
              + ": put options into a file and pass it as java @FILE");
    }
  }

  private static int bytes() {
    try {
      return Files.readAllBytes(LINUX).length;
    } catch (IOException | SecurityException e) {
      // No such file: not Linux, where nothing is known to go wrong.
      return 0;
    }
  }
}
