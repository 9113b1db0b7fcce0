package dev.sluice.edge.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Whether a service keeps the machine's clock right, where systemd or a like can say it. */
public final class TimeSync {
  private static final long PATIENCE_SECONDS = 3;

  private final Path mark;
  private final List<String> question;

  private TimeSync(Path mark, List<String> question) {
    this.mark = mark;
    this.question = List.copyOf(question);
  }

  /** This machine's. */
  public static TimeSync ofThisMachine() {
    return new TimeSync(
        Path.of("/run/systemd/timesync/synchronized"),
        List.of("timedatectl", "show", "--property=NTPSynchronized", "--value"));
  }

  /**
   * @param question a command that answers yes or no
   */
  static TimeSync asking(String... question) {
    return new TimeSync(Path.of("/nowhere"), List.of(question));
  }

  /** Empty where nobody can tell. */
  Optional<Boolean> isKept() {
    return Files.exists(mark) ? Optional.of(true) : asked();
  }

  private Optional<Boolean> asked() {
    try {
      Process process =
          new ProcessBuilder(question).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      byte[] said = process.getInputStream().readAllBytes();
      return switch (new String(said, StandardCharsets.US_ASCII).strip()) {
        case "yes" -> Optional.of(true);
        case "no" -> Optional.of(false);
        default -> Optional.empty();
      };
    } catch (IOException noSuchProgram) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
