package dev.sluice.mqtt;

import java.util.List;

/** UNSUBSCRIBE; the filters are as sent, not yet validated. */
public record Unsubscribe(int packetId, List<String> filters) {
  public Unsubscribe {
    filters = List.copyOf(filters);
  }
}
