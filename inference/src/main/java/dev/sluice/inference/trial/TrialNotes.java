package dev.sluice.inference.trial;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The file that remembers how trials ended: the machine's mark, then {@code ran HASH} or {@code
 * broken WHY} by line. Of another machine, or unreadable, it says nothing. One thread at a time.
 */
final class TrialNotes {
  private static final String RAN = "ran ";
  private static final String BROKEN = "broken ";
  private static final int MODELS_MAX = 1_000;

  private final Optional<Path> file;
  private final String machine;
  private final Set<String> ran = new LinkedHashSet<>();
  private Optional<String> broken = Optional.empty();

  private TrialNotes(Optional<Path> file, String machine) {
    this.file = file;
    this.machine = machine;
  }

  /** That nobody reads again. */
  static TrialNotes none() {
    return new TrialNotes(Optional.empty(), "");
  }

  static TrialNotes read(Path file, String machine) {
    TrialNotes notes = new TrialNotes(Optional.of(file), machine);
    try {
      List<String> lines = Files.readAllLines(file);
      if (!lines.isEmpty() && lines.get(0).equals(machine)) {
        lines.forEach(notes::note);
      }
    } catch (IOException e) {
      // None yet, or none that can be read: trials are made again.
    }
    return notes;
  }

  private void note(String line) {
    if (line.startsWith(RAN)) {
      ran.add(line.substring(RAN.length()));
    } else if (line.startsWith(BROKEN)) {
      broken = Optional.of(line.substring(BROKEN.length()));
    }
  }

  /** For people. */
  String where() {
    return file.map(Path::toString).orElse("no file");
  }

  boolean hasRun(String sha256) {
    return ran.contains(sha256);
  }

  /** Why the native runtime does not run here. */
  Optional<String> broken() {
    return broken;
  }

  void ran(String sha256) {
    if (ran.size() >= MODELS_MAX) {
      ran.clear();
    }
    ran.add(sha256);
    file.ifPresent(this::write);
  }

  void broken(String why) {
    broken = Optional.of(why);
    file.ifPresent(this::write);
  }

  private void write(Path to) {
    List<String> lines = new ArrayList<>();
    lines.add(machine);
    ran.forEach(hash -> lines.add(RAN + hash));
    broken.ifPresent(why -> lines.add(BROKEN + why.replaceAll("\\s+", " ")));
    try {
      Path folder = to.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path unfinished = Files.createTempFile(folder, "trials", ".part");
      Files.writeString(unfinished, String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
      Files.move(unfinished, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // Whoever cannot remember tries again at the next start.
    }
  }
}
