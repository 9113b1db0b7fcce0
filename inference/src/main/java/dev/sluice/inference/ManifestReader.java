package dev.sluice.inference;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/** Turns a manifest's YAML into a {@link ModelManifest}; each complaint names file and place. */
final class ManifestReader {
  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "version",
          "file",
          "sha256",
          "input.tensor",
          "input.window",
          "input.image.width",
          "input.image.height",
          "input.image.colour",
          "input.image.layout",
          "input.image.mean",
          "input.image.deviation",
          "output.tensor",
          "output.labels",
          "output.threshold");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final long FILE_BYTES_MAX = 64 << 10;
  static final int WINDOW_MAX = 1 << 18;

  private final Path file;
  private final YamlFields fields;

  private ManifestReader(Path file, YamlFields fields) {
    this.file = file;
    this.fields = fields;
  }

  static ModelManifest read(Path file) throws ModelException {
    return read(file, bytes(file));
  }

  static ModelManifest read(Path file, byte[] yaml) throws ModelException {
    String text = new String(yaml, StandardCharsets.UTF_8);
    try {
      return new ManifestReader(file, YamlFields.parse(text)).manifest();
    } catch (JacksonException e) {
      TokenStreamLocation at = Optional.ofNullable(e.getLocation()).orElse(TokenStreamLocation.NA);
      throw new ModelException(
          "%s:%d:%d: not valid YAML; correct it".formatted(file, at.getLineNr(), at.getColumnNr()),
          e);
    }
  }

  static byte[] bytes(Path file) throws ModelException {
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new ModelException(file + ": larger than " + FILE_BYTES_MAX + " bytes");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new ModelException(file + ": no such model manifest; correct the path", e);
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private ModelManifest manifest() throws ModelException {
    for (YamlFields.Field field : fields.all()) {
      if (!FIELDS.contains(field.path())) {
        throw fault(
            field, "is unknown; remove it, or choose from " + FIELDS.stream().sorted().toList());
      }
    }
    boolean onServersOnly = fields.get("file").isEmpty() && fields.get("sha256").isEmpty();
    var output = new ModelManifest.Output(text("output.tensor"), labels(), threshold());
    return new ModelManifest(
        matching("name", NAME, "1 to 64 of letters, digits, '.', '_', '-'"),
        text("version"),
        onServersOnly ? file.toAbsolutePath().normalize() : graph(),
        onServersOnly
            ? ModelManifest.NO_FILE
            : matching("sha256", SHA256, "64 lower-case hexadecimal digits"),
        input(),
        output);
  }

  private Path graph() throws ModelException {
    return file.toAbsolutePath().resolveSibling(text("file")).normalize();
  }

  private ModelManifest.Input input() throws ModelException {
    if (!new ImageFields(this).present()) {
      return new ModelManifest.Input(text("input.tensor"), number("input.window", WINDOW_MAX));
    }
    Optional<YamlFields.Field> window = fields.get("input.window");
    if (window.isPresent()) {
      throw fault(window.get(), "follows from input.image; remove it");
    }
    return new ModelManifest.Input(text("input.tensor"), new ImageFields(this).read());
  }

  Optional<YamlFields.Field> find(String path) {
    return fields.get(path);
  }

  boolean any(Predicate<String> paths) {
    return fields.all().stream().map(YamlFields.Field::path).anyMatch(paths);
  }

  private YamlFields.Field field(String path) throws ModelException {
    return fields
        .get(path)
        .orElseThrow(() -> new ModelException(file + ": field '" + path + "' is missing; add it"));
  }

  private String text(String path) throws ModelException {
    YamlFields.Field field = field(path);
    if (field.list() || field.values().get(0).isBlank()) {
      throw fault(field, "must be text");
    }
    return field.values().get(0);
  }

  private String matching(String path, Pattern pattern, String rule) throws ModelException {
    String text = text(path);
    if (!pattern.matcher(text).matches()) {
      throw fault(field(path), "must be " + rule);
    }
    return text;
  }

  /** A whole number from 1 on. */
  int number(String path, int max) throws ModelException {
    return parsed(
        path,
        Integer::valueOf,
        number -> number >= 1 && number <= max,
        "must be a whole number, 1 to " + max);
  }

  private List<String> labels() throws ModelException {
    YamlFields.Field field = field("output.labels");
    List<String> labels = field.values();
    if (!field.list() || labels.size() != 2 || labels.get(0).equals(labels.get(1))) {
      throw fault(field, "must be a list of two different labels: below the threshold, above it");
    }
    return labels;
  }

  private float threshold() throws ModelException {
    return parsed(
        "output.threshold",
        Float::valueOf,
        threshold -> threshold > 0 && threshold < 1,
        "must be a number between 0 and 1");
  }

  private <T> T parsed(String path, Function<String, T> parse, Predicate<T> valid, String rule)
      throws ModelException {
    YamlFields.Field field = field(path);
    return attempt(parse, text(path)).filter(valid).orElseThrow(() -> fault(field, rule));
  }

  static <T> Optional<T> attempt(Function<String, T> parse, String text) {
    try {
      return Optional.of(parse.apply(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  ModelException fault(YamlFields.Field field, String what) {
    return new ModelException(
        "%s:%d:%d: field '%s' %s"
            .formatted(file, field.line(), field.column(), field.path(), what));
  }
}
