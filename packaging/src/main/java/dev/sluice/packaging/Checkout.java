package dev.sluice.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The sources, and what was built from them.
 *
 * @param root folder of the checkout
 */
record Checkout(Path root) {
  private static final String MODELS = "- models/";
  private static final String UPLINK = "uplink:\n  enabled: true\n";

  /** The program's own jar, with the others in {@code lib} beside it. */
  Path jar(Program program) throws IOException {
    return jar(program.module());
  }

  /** The engine's own jar, with those that it needs in {@code lib} beside it. */
  Path jar(Engine engine) throws IOException {
    return jar(engine.module());
  }

  private Path jar(String module) throws IOException {
    return built(
        module, target(module).resolve(module + "-" + BuildFacts.read().mavenVersion() + ".jar"));
  }

  /** The bill of materials, in CycloneDX's JSON. */
  Path sbom(Program program) throws IOException {
    return sbom(program.module());
  }

  Path sbom(Engine engine) throws IOException {
    return sbom(engine.module());
  }

  private Path sbom(String module) throws IOException {
    return built(module, target(module).resolve("bom.json"));
  }

  private Path target(String module) {
    return root.resolve(module).resolve("target");
  }

  private static Path built(String module, Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          file + " is missing: build module " + module + " first, and not offline");
    }
    return file;
  }

  Path licence() {
    return root.resolve("LICENSE");
  }

  /** Manifests and models that are shipped. */
  List<Path> models() throws IOException {
    return files("config/models");
  }

  /** Alert rules and dashboard, for those that watch programs. */
  List<Path> monitoring() throws IOException {
    return files("config/monitoring");
  }

  private List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(root.resolve(folder))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /**
   * A configuration file as it is installed: the models are elsewhere, and whoever has no cloud
   * bridge yet shall not be told every minute.
   *
   * @param models folder of the models, as the file is to name it
   */
  String config(String name, String models) throws IOException {
    String text = Files.readString(root.resolve("config").resolve(name), StandardCharsets.UTF_8);
    String schema = text.lines().filter(line -> line.contains("$schema=")).findFirst().orElse("");
    return text.replace(schema + "\n#\n", "")
        .replace(MODELS, "- " + models + "/")
        .replace(UPLINK, UPLINK.replace("true", "false"));
  }
}
