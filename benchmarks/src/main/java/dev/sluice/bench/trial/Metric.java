package dev.sluice.bench.trial;

/** A figure that a trial may give: its unit, and which way is better. */
public enum Metric {
  MESSAGES_PER_SECOND("msg/s", "messages delivered per second", true),
  CPU_MICROS_PER_MESSAGE("us cpu/msg", "processor time of the broker per delivered message", false),
  BROKER_BUSY("broker %", "the broker's share of its core", false),
  GENERATOR_BUSY("gen. %", "the generator's share of its core", false),
  RESIDENT_MB("RSS MB", "resident memory of the broker after measuring", false),
  RESIDENT_PEAK_MB("peak MB", "its resident memory at most", false);

  private final String unit;
  private final String meaning;
  private final boolean higherIsBetter;

  Metric(String unit, String meaning, boolean higherIsBetter) {
    this.unit = unit;
    this.meaning = meaning;
    this.higherIsBetter = higherIsBetter;
  }

  public String unit() {
    return unit;
  }

  public String meaning() {
    return meaning;
  }

  public boolean higherIsBetter() {
    return higherIsBetter;
  }
}
