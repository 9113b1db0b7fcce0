package dev.sluice.cloud.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far each reader has come in each lane, in one file: a line for each, with reader, lane, what
 * was released of the lane, and what the reader has reached. The file is only a hint, for what it
 * lacks is read again: where it is missing or damaged, readers begin behind what was released.
 */
final class ReaderMarks {
  private static final String FILE = "~readers";
  private static final int WORDS = 4;

  /**
   * @param released of the lane by everybody, when that was written
   */
  record Mark(long released, long reached) {}

  private final Map<String, Mark> marks;

  private ReaderMarks(Map<String, Mark> marks) {
    this.marks = marks;
  }

  static ReaderMarks none() {
    return new ReaderMarks(new TreeMap<>());
  }

  static ReaderMarks load(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return none();
    }
    Map<String, Mark> marks = new HashMap<>();
    for (String line : new String(Files.readAllBytes(file), UTF_8).lines().toList()) {
      String[] words = line.split(" ", -1);
      if (words.length == WORDS && isNumber(words[2]) && isNumber(words[3])) {
        marks.put(
            key(words[0], words[1]), new Mark(Long.parseLong(words[2]), Long.parseLong(words[3])));
      }
    }
    return new ReaderMarks(marks);
  }

  private static boolean isNumber(String word) {
    return word.matches("[0-9]{1,18}");
  }

  private static String key(String reader, String lane) {
    return reader + " " + lane;
  }

  void put(String reader, String lane, Mark mark) {
    marks.put(key(reader, lane), mark);
  }

  /**
   * What the reader had reached in that lane. A lane of which less was released than is written
   * began anew under the same name, and a lane that ends before the mark has lost its end: numbers
   * come again, and nothing is to be missed.
   */
  long reached(String reader, StoredLane lane) {
    Mark mark = marks.getOrDefault(key(reader, lane.name()), new Mark(0, 0));
    return lane.published() < mark.released() ? 0 : Math.min(mark.reached(), lane.stored());
  }

  void save(Path folder) throws IOException {
    StringBuilder text = new StringBuilder();
    marks.forEach(
        (key, mark) ->
            text.append("%s %d %d%n".formatted(key, mark.released(), mark.reached())));
    Path fresh = folder.resolve(FILE + ".new");
    try (FileChannel out = FileChannel.open(fresh, CREATE, WRITE, TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(false);
    }
    Files.move(fresh, folder.resolve(FILE), ATOMIC_MOVE);
  }
}
