package dev.sluice.sim.demo;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;

/**
 * A bound that the report has to keep: {@code deadlineHitRatio>=0.95}, {@code shares.edge>=0.1}.
 *
 * @param field with dots between the levels
 */
record Requirement(String field, Relation relation, double bound) {

  /** How the field's value stands to the bound. */
  enum Relation {
    AT_LEAST(">="),
    AT_MOST("<=");

    private final String sign;

    Relation(String sign) {
      this.sign = sign;
    }

    boolean holds(double value, double bound) {
      return this == AT_LEAST ? value >= bound : value <= bound;
    }
  }

  /** What is wrong, if anything. */
  Optional<String> broken(JsonNode report) {
    JsonNode node = report.at("/" + field.replace('.', '/'));
    if (!node.isNumber()) {
      return Optional.of(field + " is required, the report has no such number");
    }
    if (relation.holds(node.asDouble(), bound)) {
      return Optional.empty();
    }
    return Optional.of(
        field
            + " = "
            + Texts.number(node.asDouble())
            + ", required "
            + relation.sign
            + " "
            + Texts.number(bound));
  }

  /** Reads the word of the command line. */
  static final class Word implements ITypeConverter<Requirement> {
    private static final Pattern SHAPE =
        Pattern.compile("([A-Za-z0-9.]+)(>=|<=)(\\d+(?:\\.\\d+)?)");

    @Override
    public Requirement convert(String word) {
      Matcher matcher = SHAPE.matcher(word);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "expected FIELD>=NUMBER or FIELD<=NUMBER, found '" + word + "'");
      }
      Relation relation = matcher.group(2).equals(">=") ? Relation.AT_LEAST : Relation.AT_MOST;
      return new Requirement(matcher.group(1), relation, Double.parseDouble(matcher.group(3)));
    }
  }
}
