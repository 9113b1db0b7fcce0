package dev.sluice.packaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * The image that ours is built upon, as an archive: what Jib takes over from a base and cannot add
 * itself, which is links, folders with rights of their own, and a health check.
 */
final class ImageBase {
  private static final String LAYER = "links.tar";
  private static final String CONFIG = "config.json";

  private final ImageSettings settings;
  private final Instant time;

  /**
   * @param path without a slash before it or behind
   * @param mode as {@code chmod} has it
   * @param owner number of a user and its group
   */
  record Folder(String path, int mode, int owner) {}

  ImageBase(ImageSettings settings, Instant time) {
    this.settings = settings;
    this.time = time;
  }

  void write(List<Folder> folders, List<FileTree.Link> links, Path file) throws IOException {
    byte[] layer = layer(folders, links);
    String config =
        Template.fill(
            "image/base.json",
            Map.of(
                "architecture", settings.platform().debian(),
                "created", time.toString(),
                "health", settings.health(),
                "layer", sha256(layer)));
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
      put(tar, CONFIG, config.getBytes(StandardCharsets.UTF_8));
      put(tar, LAYER, layer);
      String manifest =
          "[{\"Config\":\"%s\",\"RepoTags\":[],\"Layers\":[\"%s\"]}]".formatted(CONFIG, LAYER);
      put(tar, "manifest.json", manifest.getBytes(StandardCharsets.UTF_8));
    }
  }

  private byte[] layer(List<Folder> folders, List<FileTree.Link> links) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Folder folder : folders) {
        TarArchiveEntry entry = new TarArchiveEntry(folder.path() + "/");
        entry.setMode(folder.mode());
        entry.setIds(folder.owner(), folder.owner());
        end(tar, entry);
      }
      for (FileTree.Link link : links) {
        TarArchiveEntry entry = new TarArchiveEntry(link.path(), TarConstants.LF_SYMLINK);
        entry.setLinkName(link.target());
        end(tar, entry);
      }
    }
    return bytes.toByteArray();
  }

  private void end(TarArchiveOutputStream tar, TarArchiveEntry entry) throws IOException {
    entry.setModTime(Date.from(time));
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private void put(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setModTime(Date.from(time));
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has it", e);
    }
  }
}
