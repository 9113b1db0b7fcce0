package dev.sluice.edge.doctor;

import dev.sluice.doctor.Finding;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.edge.journal.JournalException;
import dev.sluice.edge.journal.JournalFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The folder of the journal: room, rights, who has it, and whether all in it is sound. */
public final class DataFolder implements Check {
  private static final String SUBJECT = "disk";
  private static final String ANOTHER = "set journal.dir to another folder";
  private static final long MB = 1 << 20;

  private final EdgeConfig config;
  private final Path folder;
  private final RunningNode node;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param node who has the folder
   */
  public DataFolder(EdgeConfig config, Path folder, RunningNode node) {
    this.config = config;
    this.folder = folder;
    this.node = node;
  }

  @Override
  public List<Finding> run() {
    if (config.durability() == EdgeConfig.Durability.MEMORY) {
      return List.of(Finding.ok(SUBJECT, "durability", "memory: nothing is kept on disk"));
    }
    Path there = nearest(folder);
    if (!Files.isDirectory(there)) {
      fault(there.toString(), "is a file, and a folder is needed", ANOTHER);
    } else if (!Files.isWritable(there)) {
      fault(
          there.toString(),
          "cannot be written to by user " + System.getProperty("user.name"),
          "chown -R %s %s, or %s".formatted(System.getProperty("user.name"), there, ANOTHER));
    } else {
      room(there);
      contents(there.equals(folder));
    }
    return List.copyOf(findings);
  }

  private static Path nearest(Path folder) {
    Path at = folder;
    while (!Files.exists(at)) {
      at = at.getParent();
    }
    return at;
  }

  private void room(Path there) {
    try {
      long free = Files.getFileStore(there).getUsableSpace();
      long needed = Math.max(0, config.journal().maxSize().bytes() - used());
      String what = "%d MB free, the journal may take %d MB more".formatted(free / MB, needed / MB);
      if (free < needed) {
        findings.add(
            Finding.warning(
                SUBJECT,
                there.toString(),
                what,
                "make room ('du -xh %s | sort -h' shows where it went), or lower journal.max-size"
                    .formatted(there)));
      } else {
        ok(there.toString(), what);
      }
    } catch (IOException e) {
      fault(there.toString(), "cannot be examined: " + e, "repair the disk, or " + ANOTHER);
    }
  }

  private long used() throws IOException {
    if (!Files.exists(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private void contents(boolean exists) {
    try {
      if (!exists) {
        ok(folder.toString(), "will be made");
      } else if (node.holder().isPresent()) {
        held(node.holder().get());
      } else if (isEmpty()) {
        ok(folder.toString(), "no journal yet");
      } else {
        verify(JournalFolder.read(folder));
      }
    } catch (IOException e) {
      fault(folder.toString(), "cannot be examined: " + e, "repair the disk, or " + ANOTHER);
    } catch (JournalException e) {
      fault(folder.toString(), e.getMessage(), "restore it from a copy, or " + ANOTHER);
    }
  }

  private void held(long holder) {
    if (node.serves()) {
      ok(folder.toString(), "in use by this node, process %d".formatted(holder));
    } else {
      fault(
          folder.toString(),
          "in use by process %d, which does not listen where this configuration says"
              .formatted(holder),
          "kill %d, or %s".formatted(holder, ANOTHER));
    }
  }

  private boolean isEmpty() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.noneMatch(file -> file.getFileName().toString().contains(".log"));
    }
  }

  private void verify(JournalFolder journal) throws IOException {
    List<String> losses = journal.report().losses();
    for (String loss : losses) {
      findings.add(
          Finding.warning(
              SUBJECT,
              folder.toString(),
              "lost: " + loss,
              "the node starts without it; see what is left: ./sluice journal inspect " + folder));
    }
    for (String aside : journal.putAside()) {
      findings.add(
          Finding.warning(
              SUBJECT,
              folder.resolve(aside).toString(),
              "was damaged and put aside by an earlier start",
              "keep it for an inquiry, or rm " + folder.resolve(aside)));
    }
    if (losses.isEmpty()) {
      ok(folder.toString(), "journal sound, %d records".formatted(journal.report().records()));
    }
  }

  private void ok(String where, String what) {
    findings.add(Finding.ok(SUBJECT, where, what));
  }

  private void fault(String where, String what, String fix) {
    findings.add(Finding.fault(SUBJECT, where, what, fix));
  }
}
