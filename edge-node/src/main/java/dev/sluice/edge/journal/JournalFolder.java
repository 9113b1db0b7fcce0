package dev.sluice.edge.journal;

import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableState;
import dev.sluice.storage.FileStorage;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The folder of a journal as an operator sees it: read, and never changed. Read while a node writes
 * to it, its end may look torn.
 */
public final class JournalFolder {
  private final Storage storage;
  private final Recovery.Result found;

  /**
   * One file of it.
   *
   * @param records new ones; those that repeat older ones are apart
   * @param version of the format, empty when its header cannot be read
   */
  public record Segment(
      String name, long bytes, Optional<Integer> version, long records, long repeated) {}

  /**
   * One record where it stands.
   *
   * @param repeated whether it repeats what older records say
   */
  public record Entry(
      String segment, int position, long sequence, boolean repeated, DurableRecord record) {}

  /** Takes what {@link #forEach} shows. */
  public interface Visitor {
    void entry(Entry entry) throws IOException;
  }

  private JournalFolder(Storage storage, Recovery.Result found) {
    this.storage = storage;
    this.found = found;
  }

  /**
   * @throws JournalException when there is no journal that can be read, in one line
   */
  public static JournalFolder read(Path folder) throws JournalException {
    if (!Files.isDirectory(folder)) {
      throw new JournalException(folder + ": is no folder: name the folder of a journal");
    }
    try {
      Storage storage = new FileStorage(folder);
      Recovery.Result found = Recovery.inFull(storage);
      if (found.numbers().isEmpty() && putAside(storage).isEmpty()) {
        throw new JournalException("there is no segment in it: name the folder of a journal");
      }
      return new JournalFolder(storage, found);
    } catch (IOException e) {
      throw new JournalException(folder + ": cannot be read: " + e, e);
    } catch (JournalException e) {
      throw new JournalException(folder + ": " + e.getMessage(), e);
    }
  }

  public DurableState state() {
    return found.state();
  }

  public RecoveryReport report() {
    return found.report();
  }

  /** When it was last written to, empty when that is not known. */
  public Optional<TimeMark> time() {
    return found.time();
  }

  /** Files that an earlier start had found damaged. */
  public List<String> putAside() throws IOException {
    return putAside(storage);
  }

  private static List<String> putAside(Storage storage) throws IOException {
    return storage.list().stream().filter(SegmentName::isQuarantined).toList();
  }

  public List<Segment> segments() throws IOException {
    List<Segment> segments = new ArrayList<>();
    for (long number : found.numbers()) {
      segments.add(segment(SegmentName.of(number)));
    }
    return segments;
  }

  private Segment segment(String name) throws IOException {
    byte[] bytes = storage.read(name);
    long records = 0;
    long repeated = 0;
    for (Frame frame : SegmentReader.read(bytes, bytes.length).frames()) {
      if (!frame.isMark()) {
        records += frame.repeated() ? 0 : 1;
        repeated += frame.repeated() ? 1 : 0;
      }
    }
    Optional<Integer> version = SegmentHeader.read(bytes).map(SegmentHeader::version);
    return new Segment(name, bytes.length, version, records, repeated);
  }

  /** Shows every record that can be read, in the order of the log. */
  public void forEach(Visitor visitor) throws IOException {
    for (long number : found.numbers()) {
      String name = SegmentName.of(number);
      byte[] bytes = storage.read(name);
      for (Frame frame : SegmentReader.read(bytes, bytes.length).frames()) {
        if (!frame.isMark()) {
          visitor.entry(
              new Entry(name, frame.from(), frame.sequence(), frame.repeated(), frame.record()));
        }
      }
    }
  }
}
