package dev.sluice.sim.link;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an outage of the command line: {@code 10s+8s:refuse}. */
final class OutageWord implements ITypeConverter<Outage> {
  private static final Pattern SHAPE =
      Pattern.compile("(\\w+)\\+(\\w+)(?::(refuse|blackhole|silence))?");

  @Override
  public Outage convert(String word) {
    Matcher matcher = SHAPE.matcher(word);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "expected START+LENGTH[:refuse|blackhole|silence], found '" + word + "'");
    }
    ShortDuration durations = new ShortDuration();
    String kind = matcher.group(3) == null ? "refuse" : matcher.group(3);
    try {
      return new Outage(
          durations.convert(matcher.group(1)),
          durations.convert(matcher.group(2)),
          Outage.Kind.valueOf(kind.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
