package dev.sluice.packaging;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;

/** A program for a platform as it lies on a disk, wherever that is: what all packages share. */
final class Distribution {
  private final Checkout checkout;
  private final Instant time;

  /**
   * @param time of all files
   */
  Distribution(Checkout checkout, Instant time) {
    this.checkout = checkout;
    this.time = time;
  }

  /** Launchers, jars, native libraries, models, licence and bill of materials. */
  FileTree of(Program program, Platform platform, Path scratch) throws IOException {
    FileTree tree = new FileTree(scratch);
    Map<String, String> words = program.words();
    String name = program.packageName();
    tree.write("bin/" + name, Template.fill("launcher.sh", words), FileTree.PROGRAM);
    tree.write("bin/" + name + "-archive", Template.fill("archive.sh", words), FileTree.PROGRAM);
    new Libraries(platform, LocalDateTime.ofInstant(time, ZoneOffset.UTC))
        .addTo(tree, checkout.jar(program), name + ".jar");
    for (Path model : checkout.models()) {
      tree.add("models/" + model.getFileName(), model);
    }
    addConfigs(tree, program, "default", "../models");
    tree.add("sbom.cdx.json", checkout.sbom(program));
    tree.add("LICENSE", checkout.licence());
    return tree;
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
