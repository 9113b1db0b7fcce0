package dev.sluice.target;

import java.util.List;

/** A real engine that a test starts, stops and reads. */
public interface TargetEngine {
  /** A record as the engine has it. */
  record Held(String id, String key, byte[] payload) {}

  /** Starts it, or starts it again with all that it had. */
  void start() throws Exception;

  /** Takes it away at once; what it has confirmed survives. */
  void kill() throws Exception;

  /** A target of it that takes records of so many bytes. */
  Target open(long recordBytesMax);

  /** Makes a destination that never takes a record. */
  void poison(String destination) throws Exception;

  /** What it has in a destination, oldest first. */
  List<Held> held(String destination) throws Exception;

  /** Takes it away for good. */
  void close() throws Exception;
}
