package dev.sluice.edge.journal;

import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.DurableRecord.MessageKept;
import dev.sluice.broker.durable.DurableState;
import dev.sluice.broker.durable.Fetched;
import dev.sluice.broker.durable.KeptMessages;
import dev.sluice.broker.durable.OwedMessage;
import dev.sluice.broker.durable.Place;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads messages back from where the log has them. They mostly lie in the order in which they are
 * asked for, so more is read at a time than the one.
 */
final class MessageReader implements KeptMessages {
  private static final int WINDOW_BYTES = 128 << 10;

  private final Storage storage;
  private final DurableState state;
  private final Losses losses;
  private Window window = new Window(0, 0, new byte[0]);

  /** Bytes of a segment, as they are on disk. */
  private record Window(long segment, int position, byte[] bytes) {
    boolean covers(Place place) {
      return segment == place.segment()
          && position <= place.position()
          && end() >= (long) place.position() + place.bytes();
    }

    private long end() {
      return (long) position + bytes.length;
    }
  }

  MessageReader(Storage storage, DurableState state, Losses losses) {
    this.storage = storage;
    this.state = state;
    this.losses = losses;
  }

  /** A message that nobody needs any more is not there; one that is damaged is a loss. */
  @Override
  public Optional<MessageKept> read(long id) {
    Optional<Place> place = state.place(id);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    try {
      Optional<MessageKept> found = recordAt(place.get()).filter(kept -> kept.id() == id);
      if (found.isEmpty()) {
        lose(id, place.get(), "it is damaged");
      }
      return found;
    } catch (IOException e) {
      lose(id, place.get(), e.toString());
      return Optional.empty();
    }
  }

  private void lose(long id, Place place, String why) {
    losses.add(
        place.segment(), "has lost message %d at %d: %s".formatted(id, place.position(), why));
  }

  private Optional<MessageKept> recordAt(Place place) throws IOException {
    if (!window.covers(place)) {
      // The size of a large record is known roughly, and never too small.
      int bytes = Math.max(WINDOW_BYTES, place.bytes());
      window =
          new Window(
              place.segment(),
              place.position(),
              storage.read(SegmentName.of(place.segment()), place.position(), bytes));
    }
    return SegmentReader.frame(window.bytes(), place.position() - window.position())
        .flatMap(MessageReader::message);
  }

  private static Optional<MessageKept> message(Frame frame) {
    try {
      return frame.record() instanceof MessageKept kept ? Optional.of(kept) : Optional.empty();
    } catch (RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  Fetched fetch(Effect.Fetch request) {
    List<OwedMessage> found = new ArrayList<>();
    List<Long> lost = new ArrayList<>();
    long bytes = 0;
    for (long id :
        state.waitingFor(
            request.client(), request.queueClass(), request.after(), request.messagesMax())) {
      Optional<OwedMessage> owed = read(id).flatMap(kept -> OwedMessage.of(kept, request.client()));
      if (owed.isPresent()) {
        found.add(owed.get());
        bytes += state.place(id).orElseThrow().bytes();
      } else {
        lost.add(id);
      }
      if (bytes >= request.bytesMax()) {
        break;
      }
    }
    return new Fetched(request.client(), request.request(), found, lost);
  }
}
