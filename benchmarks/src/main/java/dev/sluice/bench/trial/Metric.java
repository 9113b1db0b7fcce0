package dev.sluice.bench.trial;

/** A figure that a trial may give: its unit, and which way is better. */
public enum Metric {
  MESSAGES_PER_SECOND("msg/s", "messages delivered per second", true),
  PERCENT_OF_PEAK("% of peak", "what is delivered under overload, of what is at most", true),
  PEAK_PER_SECOND("msg/s at peak", "messages delivered per second without overload", true),
  PEAK_CPU_MICROS("us cpu/msg at peak", "processor time per message without overload", false),
  LATENCY_P50_MICROS("us p50", "half of the messages took at most that long", false),
  LATENCY_P99_MICROS("us p99", "99 % of the messages took at most that long", false),
  LATENCY_P999_MICROS("us p99.9", "99.9 % of the messages took at most that long", false),
  CONNECTS_PER_SECOND("conn/s", "clients connected and subscribed per second", true),
  CONNACK_P99_MILLIS("ms p99", "99 % of the clients had their CONNACK by then", false),
  CONNECTIONS_MB("MB for all", "resident memory of the broker with all connections", false),
  CONNECTION_KB("KB/conn", "growth of resident memory per connection", false),
  CPU_MICROS_PER_MESSAGE("us cpu/msg", "processor time of the broker per delivered message", false),
  BROKER_BUSY("broker %", "the broker's share of its core", false),
  GENERATOR_BUSY("gen. %", "the generator's share of its core", false),
  OTHERS_BUSY("others %", "share of the broker's core that others took", false),
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
