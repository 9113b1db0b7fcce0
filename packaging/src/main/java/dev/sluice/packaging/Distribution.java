package dev.sluice.packaging;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program for a platform as it lies on a disk, wherever that is: what all packages share. */
final class Distribution {
  private final Checkout checkout;
  private final Instant time;
  private final List<Engine> engines;

  /**
   * @param time of all files
   * @param engines that the cloud bridge brings; an edge node brings none
   */
  Distribution(Checkout checkout, Instant time, List<Engine> engines) {
    this.checkout = checkout;
    this.time = time;
    this.engines = List.copyOf(engines);
  }

  /** Launchers, jars, native libraries, models, alert rules, licence and bill of materials. */
  FileTree of(Program program, Platform platform, Path scratch) throws IOException {
    FileTree tree = new FileTree(scratch);
    Map<String, String> words = program.words();
    String name = program.packageName();
    tree.write("bin/" + name, Template.fill("launcher.sh", words), FileTree.PROGRAM);
    tree.write("bin/" + name + "-archive", Template.fill("archive.sh", words), FileTree.PROGRAM);
    new Libraries(platform, LocalDateTime.ofInstant(time, ZoneOffset.UTC))
        .addTo(tree, jars(program), name + ".jar");
    for (Path model : checkout.models()) {
      tree.add("models/" + model.getFileName(), model);
    }
    for (Path file : checkout.monitoring()) {
      tree.add("monitoring/" + file.getFileName(), file);
    }
    addConfigs(tree, program, "default", "../models");
    tree.add("sbom.cdx.json", checkout.sbom(program));
    for (Engine engine : enginesOf(program)) {
      tree.add("sbom-" + engine.module() + ".cdx.json", checkout.sbom(engine));
    }
    tree.add("LICENSE", checkout.licence());
    return tree;
  }

  private List<Path> jars(Program program) throws IOException {
    List<Path> jars = new ArrayList<>(List.of(checkout.jar(program)));
    for (Engine engine : enginesOf(program)) {
      jars.add(checkout.jar(engine));
    }
    return jars;
  }

  private List<Engine> enginesOf(Program program) {
    return program == Program.CLOUD ? engines : List.of();
  }

  /** The same in a system's own folders: what a Debian package and an image share. */
  FileTree installed(Program program, Platform platform, Path scratch) throws IOException {
    String name = program.packageName();
    String home = "usr/lib/" + name;
    FileTree tree = new FileTree(scratch.resolve("system"));
    tree.addAll(home, of(program, platform, scratch.resolve("program")));
    // The same launcher as everywhere: beside itself it finds what a system wants elsewhere.
    tree.add(new FileTree.Link(home + "/config", "/etc/sluice"));
    tree.add(new FileTree.Link(home + "/data", "/var/lib/sluice"));
    tree.add(new FileTree.Link(home + "/cache", "/var/cache/sluice"));
    tree.add(new FileTree.Link("usr/bin/" + name, "../lib/" + name + "/bin/" + name));
    tree.add(new FileTree.Link("usr/share/doc/" + name + "/copyright", "/" + home + "/LICENSE"));
    return tree;
  }

  /** Where a system has configuration, with models where {@link #installed} has them. */
  void addInstalledConfigs(FileTree tree, Program program) throws IOException {
    addConfigs(tree, program, "etc/sluice", "/usr/lib/" + program.packageName() + "/models");
  }

  /** The program's configuration files, in a folder. */
  void addConfigs(FileTree tree, Program program, String folder, String models) throws IOException {
    for (String file : program.configs()) {
      tree.write(folder + "/" + file, checkout.config(file, models), FileTree.PLAIN);
    }
  }

  /** A script for bash. */
  String completion(Program program) throws IOException {
    return Completion.of(checkout, program);
  }

  Instant time() {
    return time;
  }
}
