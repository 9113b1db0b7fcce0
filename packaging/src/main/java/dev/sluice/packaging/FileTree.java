package dev.sluice.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a package holds, by path, in the order of the paths; folders are there of themselves. */
final class FileTree {
  static final int PLAIN = 0644;
  static final int PROGRAM = 0755;

  /** A file or a symbolic link. */
  sealed interface Item {
    /** With slashes, none of them first. */
    String path();

    Item at(String otherPath);
  }

  /**
   * @param source where its content is
   * @param mode as {@code chmod} has it
   */
  record Content(String path, Path source, int mode) implements Item {
    @Override
    public Item at(String otherPath) {
      return new Content(otherPath, source, mode);
    }
  }

  /**
   * @param target as {@code ln -s} has it
   */
  record Link(String path, String target) implements Item {
    @Override
    public Item at(String otherPath) {
      return new Link(otherPath, target);
    }
  }

  private final SortedMap<String, Item> items = new TreeMap<>();
  private final Path scratch;
  private int written;

  /**
   * @param scratch folder for content that is in no file yet
   */
  FileTree(Path scratch) {
    this.scratch = scratch;
  }

  void add(Item item) {
    if (items.putIfAbsent(item.path(), item) != null) {
      throw new IllegalArgumentException("twice in a package: " + item.path());
    }
  }

  void add(String path, Path source) {
    add(new Content(path, source, PLAIN));
  }

  void write(String path, byte[] content, int mode) throws IOException {
    Files.createDirectories(scratch);
    Path file = scratch.resolve(++written + "-" + path.substring(path.lastIndexOf('/') + 1));
    Files.write(file, content);
    add(new Content(path, file, mode));
  }

  void write(String path, String text, int mode) throws IOException {
    write(path, text.getBytes(StandardCharsets.UTF_8), mode);
  }

  /** All of another tree, in a folder. */
  void addAll(String folder, FileTree other) {
    other.items().forEach(item -> add(item.at(folder + "/" + item.path())));
  }

  Collection<Item> items() {
    return items.values();
  }
}
