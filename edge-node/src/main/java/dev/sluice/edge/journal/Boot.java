package dev.sluice.edge.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which run of the machine this is: what only its memory had is gone when it is another one. */
final class Boot {
  /** Nobody knows; never the same as any. */
  static final long UNKNOWN = 0;

  private static final Path OF_LINUX = Path.of("/proc/sys/kernel/random/boot_id");

  private Boot() {}

  /** A number that the next run of this machine does not have. */
  static long now() {
    try {
      return numberOf(Files.readString(OF_LINUX));
    } catch (IOException notLinux) {
      return UNKNOWN;
    }
  }

  static long numberOf(String id) {
    long number = 1;
    for (char letter : id.strip().toCharArray()) {
      number = number * 31 + letter;
    }
    return number == UNKNOWN ? 1 : number;
  }
}
