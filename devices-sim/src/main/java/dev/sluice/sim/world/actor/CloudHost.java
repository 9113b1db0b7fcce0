package dev.sluice.sim.world.actor;

import java.util.Optional;
import java.util.function.IntFunction;

/** The cloud's machine: runs one life of the bridge after the other. */
final class CloudHost {
  private final IntFunction<CloudProcess> starter;
  private Optional<CloudProcess> running = Optional.empty();
  private int lives;

  /**
   * @param starter makes the process of that life, numbered from 1
   */
  CloudHost(IntFunction<CloudProcess> starter) {
    this.starter = starter;
  }

  void start() {
    CloudProcess process = starter.apply(++lives);
    running = Optional.of(process);
    process.start();
  }

  void crash() {
    running.ifPresent(CloudProcess::crash);
    running = Optional.empty();
  }

  Optional<CloudProcess> running() {
    return running;
  }
}
