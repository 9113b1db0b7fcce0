package dev.sluice.broker.durable;

import dev.sluice.broker.durable.DurableRecord.MessageKept;
import java.util.Optional;

/** Gives the messages themselves, which stay where the log has them. */
public interface KeptMessages {
  /** No message is there. */
  KeptMessages NONE = id -> Optional.empty();

  /**
   * @return the record as it was last written; empty when it cannot be read
   */
  Optional<MessageKept> read(long id);
}
