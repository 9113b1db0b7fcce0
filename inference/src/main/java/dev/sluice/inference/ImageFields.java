package dev.sluice.inference;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The part of a manifest below {@code input.image}. */
final class ImageFields {
  private static final String PREFIX = "input.image.";
  static final int SIDE_MAX = 1024;

  private final ManifestReader manifest;

  ImageFields(ManifestReader manifest) {
    this.manifest = manifest;
  }

  boolean present() {
    return manifest.any(path -> path.startsWith(PREFIX));
  }

  ImageInput read() throws ModelException {
    ImageInput.Colour colour = word("colour", ImageInput.Colour.values(), ImageInput.Colour.GREY);
    ImageInput image =
        new ImageInput(
            manifest.number(PREFIX + "width", SIDE_MAX),
            manifest.number(PREFIX + "height", SIDE_MAX),
            colour,
            word("layout", ImageInput.Layout.values(), ImageInput.Layout.NCHW),
            perChannel("mean", colour.channels(), 0f),
            perChannel("deviation", colour.channels(), 1f));
    if (image.values() > ManifestReader.WINDOW_MAX) {
      throw manifest.fault(
          manifest.find(PREFIX + "width").orElseThrow(),
          "and the height make %d values, at most %d"
              .formatted(image.values(), ManifestReader.WINDOW_MAX));
    }
    return image;
  }

  private <E extends Enum<E>> E word(String name, E[] words, E otherwise) throws ModelException {
    Optional<YamlFields.Field> field = manifest.find(PREFIX + name);
    if (field.isEmpty()) {
      return otherwise;
    }
    return Stream.of(words)
        .filter(word -> field.get().values().equals(List.of(lower(word))))
        .findFirst()
        .orElseThrow(
            () ->
                manifest.fault(
                    field.get(),
                    "must be one of "
                        + Stream.of(words).map(ImageFields::lower).collect(Collectors.toList())));
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  private List<Float> perChannel(String name, int channels, float otherwise) throws ModelException {
    Optional<YamlFields.Field> field = manifest.find(PREFIX + name);
    if (field.isEmpty()) {
      return Collections.nCopies(channels, otherwise);
    }
    List<Optional<Float>> numbers =
        field.get().values().stream()
            .map(text -> ManifestReader.attempt(Float::valueOf, text).filter(Float::isFinite))
            .toList();
    boolean zero = name.equals("deviation") && numbers.contains(Optional.of(0f));
    if (numbers.size() != channels || numbers.contains(Optional.<Float>empty()) || zero) {
      throw manifest.fault(
          field.get(),
          "must be a list of %d numbers, one for each channel%s"
              .formatted(channels, name.equals("deviation") ? ", none of them 0" : ""));
    }
    return numbers.stream().map(Optional::orElseThrow).toList();
  }
}
