package dev.sluice.inference.trial;

import ai.onnxruntime.OrtEnvironment;
import dev.sluice.inference.ModelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a trial's end depends on, other than the model: runtime, JVM, system and processor. */
final class OnnxMachine {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  /**
   * Lines of it that say what a processor can do; others, such as its clock, change all the time.
   */
  private static final List<String> CAPABILITIES =
      List.of(
          "vendor_id",
          "model name",
          "flags",
          "CPU implementer",
          "CPU architecture",
          "CPU variant",
          "CPU part",
          "Features",
          "isa");

  private static final List<String> PROPERTIES =
      List.of("os.name", "os.arch", "os.version", "java.vm.version");

  private OnnxMachine() {}

  /** Equal as long as nothing has changed; one word. */
  static String mark() {
    return mark(PROCESSORS);
  }

  static String mark(Path processors) {
    Stream<String> system = PROPERTIES.stream().map(System::getProperty);
    String all =
        Stream.concat(Stream.of(library()), Stream.concat(system, capabilities(processors)))
            .collect(Collectors.joining("\n"));
    return ModelFile.sha256(all.getBytes(StandardCharsets.UTF_8));
  }

  /** The jar names the version of the runtime; the native library may lie beside it. */
  private static String library() {
    CodeSource source = OrtEnvironment.class.getProtectionDomain().getCodeSource();
    String jar = source == null ? "" : String.valueOf(source.getLocation());
    Optional<Path> nativeLibrary =
        Optional.ofNullable(System.getProperty("onnxruntime.native.path"))
            .map(folder -> Path.of(folder, System.mapLibraryName("onnxruntime")));
    return jar + nativeLibrary.map(OnnxMachine::sizeAndTime).orElse("");
  }

  private static String sizeAndTime(Path file) {
    try {
      return " %s %d %s".formatted(file, Files.size(file), Files.getLastModifiedTime(file));
    } catch (IOException e) {
      return " " + file + " missing";
    }
  }

  private static Stream<String> capabilities(Path processors) {
    try (Stream<String> lines = Files.lines(processors)) {
      return lines
          .filter(line -> CAPABILITIES.contains(line.split(":", 2)[0].strip()))
          .collect(Collectors.toCollection(TreeSet::new))
          .stream();
    } catch (IOException | UncheckedIOException e) {
      // Not Linux: the names of system and architecture have to do.
      return Stream.empty();
    }
  }
}
