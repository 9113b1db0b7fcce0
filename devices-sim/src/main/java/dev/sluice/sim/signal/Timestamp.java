package dev.sluice.sim.signal;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.OptionalLong;

/** The forms in which recorded series write time; a time without a zone is taken as UTC. */
public final class Timestamp {
  /** Epoch numbers from here on (the year 5138 in seconds) are milliseconds. */
  private static final double EPOCH_SECONDS_MAX = 1e11;

  private static final DateTimeFormatter LOCAL =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .toFormatter();

  private Timestamp() {}

  /** Epoch milliseconds; empty where the text is no time. */
  public static OptionalLong millis(String text) {
    String trimmed = text.strip();
    return trimmed.matches("-?\\d+(\\.\\d+)?") ? ofEpoch(trimmed) : ofCalendar(trimmed);
  }

  private static OptionalLong ofEpoch(String digits) {
    double number = Double.parseDouble(digits);
    return OptionalLong.of(
        Math.round(Math.abs(number) < EPOCH_SECONDS_MAX ? number * 1_000 : number));
  }

  private static OptionalLong ofCalendar(String text) {
    String iso = text.length() > 10 && text.charAt(10) == ' ' ? text.replaceFirst(" ", "T") : text;
    try {
      return OptionalLong.of(OffsetDateTime.parse(iso).toInstant().toEpochMilli());
    } catch (DateTimeException hasNoZone) {
      return ofLocal(iso);
    }
  }

  private static OptionalLong ofLocal(String iso) {
    try {
      LocalDateTime time = LocalDateTime.parse(iso, LOCAL);
      return OptionalLong.of(time.toInstant(ZoneOffset.UTC).toEpochMilli());
    } catch (DateTimeException noTime) {
      return OptionalLong.empty();
    }
  }
}
