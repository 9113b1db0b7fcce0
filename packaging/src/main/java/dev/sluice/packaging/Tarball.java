package dev.sluice.packaging;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/** Writes a tree as {@code .tar.gz}, all of it root's. */
final class Tarball {
  private final Instant time;

  Tarball(Instant time) {
    this.time = time;
  }

  void write(FileTree tree, Path file) throws IOException {
    GzipParameters quiet = new GzipParameters();
    quiet.setCompressionLevel(9);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(new GzipCompressorOutputStream(out, quiet))) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (FileTree.Item item : tree.items()) {
        add(tar, item);
      }
    }
  }

  private void add(TarArchiveOutputStream tar, FileTree.Item item) throws IOException {
    if (item instanceof FileTree.Link link) {
      TarArchiveEntry entry = new TarArchiveEntry(link.path(), TarConstants.LF_SYMLINK);
      entry.setLinkName(link.target());
      entry.setModTime(time.toEpochMilli());
      tar.putArchiveEntry(entry);
    } else if (item instanceof FileTree.Content content) {
      TarArchiveEntry entry = new TarArchiveEntry(content.path());
      entry.setSize(Files.size(content.source()));
      entry.setMode(content.mode());
      entry.setModTime(time.toEpochMilli());
      tar.putArchiveEntry(entry);
      Files.copy(content.source(), tar);
    }
    tar.closeArchiveEntry();
  }
}
