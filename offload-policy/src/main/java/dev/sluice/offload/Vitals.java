package dev.sluice.offload;

import java.util.OptionalDouble;

/**
 * How the machine under the gateway is at one moment, as its operating system tells it.
 *
 * @param celsius of its processor; empty where nothing measures it
 * @param speed share of its full clock that the processor is allowed to run at, above 0 to 1
 * @param stolen share of the processor time asked for that a hypervisor gave to others, 0 to below
 *     1
 * @param waiting share of the time in which something was ready to run and had no processor, 0 to 1
 */
public record Vitals(OptionalDouble celsius, double speed, double stolen, double waiting) {
  /** Nothing wrong, or nothing known. */
  public static final Vitals WELL = new Vitals(OptionalDouble.empty(), 1, 0, 0);

  public Vitals {
    if (!(speed > 0 && speed <= 1)) {
      throw new IllegalArgumentException("speed must be above 0 and at most 1, is " + speed);
    }
    if (!(stolen >= 0 && stolen < 1)) {
      throw new IllegalArgumentException("stolen must be from 0 to below 1, is " + stolen);
    }
    if (!(waiting >= 0 && waiting <= 1)) {
      throw new IllegalArgumentException("waiting must be from 0 to 1, is " + waiting);
    }
  }
}
