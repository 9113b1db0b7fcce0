package dev.sluice.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vafer.jdeb.Console;
import org.vafer.jdeb.DataConsumer;
import org.vafer.jdeb.DebMaker;
import org.vafer.jdeb.PackagingException;
import org.vafer.jdeb.shaded.commons.compress.archivers.tar.TarArchiveEntry;
import org.vafer.jdeb.shaded.commons.compress.archivers.tar.TarConstants;

/** Writes a program as {@code .deb}: with its service, its configuration and what dpkg shall do. */
final class DebianPackage {
  private static final List<String> CONTROL =
      List.of("control", "postinst", "prerm", "postrm", "triggers");

  private final Distribution distribution;
  private final String version;

  DebianPackage(Distribution distribution, String version) {
    this.distribution = distribution;
    this.version = version;
  }

  /**
   * @param scratch an empty folder
   */
  void write(Program program, Platform platform, Path scratch, Path file) throws IOException {
    FileTree tree = installed(program, platform, scratch.resolve("files"));
    FileTree configs = configs(program, scratch.resolve("configs"));
    Path control = Files.createDirectories(scratch.resolve("control"));
    Map<String, String> words = words(program, platform);
    for (String name : CONTROL) {
      Files.writeString(control.resolve(name), Template.fill("deb/" + name, words));
    }
    DebMaker maker =
        new DebMaker(
            new Quiet(),
            List.of(to -> produce(tree, to), to -> produce(configs, to)),
            List.of(to -> produce(configs, to)));
    maker.setControl(control.toFile());
    maker.setDeb(file.toFile());
    maker.setCompression("gzip");
    maker.setTarLongFileMode("posix");
    maker.setOutputTimestampMs(distribution.time().toEpochMilli());
    try {
      maker.makeDeb();
    } catch (PackagingException e) {
      throw new IOException("cannot write " + file + ": " + cause(e).getMessage(), e);
    }
  }

  /** It wraps what went wrong in words that say nothing. */
  private static Throwable cause(Throwable e) {
    return e.getCause() == null ? e : cause(e.getCause());
  }

  private Map<String, String> words(Program program, Platform platform) {
    Map<String, String> words = new HashMap<>(program.words());
    words.put("version", version);
    words.put("architecture", platform.debian());
    return words;
  }

  private FileTree installed(Program program, Platform platform, Path scratch) throws IOException {
    String name = program.packageName();
    FileTree tree = distribution.installed(program, platform, scratch);
    tree.write(
        "usr/lib/systemd/system/" + name + ".service",
        Template.fill("deb/service", program.words()),
        FileTree.PLAIN);
    tree.write(
        "usr/share/bash-completion/completions/" + name,
        distribution.completion(program),
        FileTree.PLAIN);
    return tree;
  }

  private FileTree configs(Program program, Path scratch) throws IOException {
    FileTree tree = new FileTree(scratch);
    distribution.addInstalledConfigs(tree, program);
    tree.write(
        "etc/default/" + program.packageName(),
        Template.fill("deb/default", program.words()),
        FileTree.PLAIN);
    return tree;
  }

  private void produce(FileTree tree, DataConsumer to) throws IOException {
    for (FileTree.Item item : tree.items()) {
      if (item instanceof FileTree.Link link) {
        TarArchiveEntry entry = new TarArchiveEntry(link.path(), TarConstants.LF_SYMLINK);
        entry.setLinkName(link.target());
        to.onEachLink(timed(entry));
      } else if (item instanceof FileTree.Content content) {
        TarArchiveEntry entry = new TarArchiveEntry(content.path(), true);
        entry.setSize(Files.size(content.source()));
        entry.setMode(content.mode());
        try (InputStream in = Files.newInputStream(content.source())) {
          to.onEachFile(in, timed(entry));
        }
      }
    }
  }

  private TarArchiveEntry timed(TarArchiveEntry entry) {
    entry.setModTime(Date.from(distribution.time()));
    entry.setUserName("root");
    entry.setGroupName("root");
    return entry;
  }

  /** It tells of each file. */
  private static final class Quiet implements Console {
    @Override
    public void debug(String message) {}

    @Override
    public void info(String message) {}

    @Override
    public void warn(String message) {
      System.err.println("package: " + message);
    }
  }
}
