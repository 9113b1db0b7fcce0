package dev.sluice.target.redis;

import dev.sluice.target.Target;
import dev.sluice.target.TargetKind;
import java.util.Map;

/** Makes targets of kind {@code redis}. */
public final class RedisKind implements TargetKind {
  @Override
  public String name() {
    return "redis";
  }

  @Override
  public Target open(Map<String, String> settings) {
    return RedisTarget.start(RedisSettings.of(settings));
  }
}
