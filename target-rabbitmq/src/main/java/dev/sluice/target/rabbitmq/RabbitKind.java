package dev.sluice.target.rabbitmq;

import dev.sluice.target.Target;
import dev.sluice.target.TargetKind;
import java.util.Map;

/** Makes targets of kind {@code rabbitmq}. */
public final class RabbitKind implements TargetKind {
  @Override
  public String name() {
    return "rabbitmq";
  }

  @Override
  public Target open(Map<String, String> settings) {
    return RabbitTarget.start(RabbitSettings.of(settings));
  }
}
