package dev.sluice.sim.demo;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The edge node's placement policies that can be shown. */
enum Placement {
  ADAPTIVE,
  EDGE_ONLY,
  CLOUD_ONLY,
  THRESHOLD,
  PREFER_EDGE,
  PREFER_CLOUD;

  /** As the command line and the report write it. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What the edge node must be told to place so. */
  List<String> settings() {
    return this == THRESHOLD
        ? List.of("policy.placement=adaptive", "policy.advanced.adaptive-by=threshold")
        : List.of("policy.placement=" + word());
  }

  /** Reads the word of the command line. */
  static final class Word implements ITypeConverter<Placement> {
    @Override
    public Placement convert(String word) {
      return Arrays.stream(values())
          .filter(placement -> placement.word().equals(word))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("expected one of " + words()));
    }

    private static String words() {
      return Arrays.stream(values()).map(Placement::word).collect(Collectors.joining(", "));
    }
  }
}
