package dev.sluice.cloud.target;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.sluice.target.delivery.DeadLetter;
import dev.sluice.target.delivery.DeadLetters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Dead letters of one target, a file of JSON each, so that they are read and replayed while the
 * bridge runs. When there are too many, records wait as in an outage.
 */
public final class DeadLetterFolder implements DeadLetters {
  private static final int LETTERS_MAX = 10_000;
  private static final String SUFFIX = ".json";
  private static final JsonMapper JSON = new JsonMapper();

  private final Path folder;

  /** The folder of that target below the store's. */
  public DeadLetterFolder(Path store, String target) {
    this.folder = store.resolve("~dead-letters").resolve(target);
  }

  @Override
  public void keep(DeadLetter letter) throws IOException {
    Files.createDirectories(folder);
    Path file = file(letter);
    if (!Files.exists(file) && files().size() >= LETTERS_MAX) {
      throw new IOException(folder + ": holds " + LETTERS_MAX + " dead letters");
    }
    Path fresh = folder.resolve(file.getFileName() + ".new");
    try (FileChannel out = FileChannel.open(fresh, CREATE, WRITE, TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(letter));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(fresh, file, ATOMIC_MOVE);
    try (FileChannel names = FileChannel.open(folder, READ)) {
      names.force(true);
    }
  }

  /** Oldest first, by the time of their messages. */
  public List<DeadLetter> list() throws IOException {
    try {
      return files().stream()
          .map(file -> JSON.readValue(file.toFile(), DeadLetter.class))
          .sorted(DeadLetterFolder::byAge)
          .toList();
    } catch (JacksonException e) {
      throw new IOException(folder + ": a dead letter cannot be read: " + e.getOriginalMessage());
    }
  }

  private static int byAge(DeadLetter one, DeadLetter other) {
    return Long.compare(one.record().eventMillis(), other.record().eventMillis());
  }

  /** It has found its way after all. */
  public void remove(DeadLetter letter) throws IOException {
    Files.deleteIfExists(file(letter));
  }

  /** Letters kept now. */
  public int size() throws IOException {
    return files().size();
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(SUFFIX)).toList();
    }
  }

  /** By its id, in which the slash is the only character that no file name may have. */
  private Path file(DeadLetter letter) {
    return folder.resolve(letter.record().id().replace('/', '~') + SUFFIX);
  }
}
