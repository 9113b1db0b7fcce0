package dev.sluice.uplink.forward;

import java.util.HashMap;
import java.util.Map;

/** Which lives of each lane were heard last: a new one follows an old one, once. */
final class LaneEpochs {
  private record Place(String edgeId, String lane) {}

  private record Lives(long present, long former) {}

  private final Map<Place, Lives> heard = new HashMap<>();
  private long rivals;

  void heard(IncomingLane.Key key) {
    long epoch = key.link().epoch();
    Place place = new Place(key.link().edgeId(), key.lane().value());
    Lives lives = heard.get(place);
    if (lives == null) {
      heard.put(place, new Lives(epoch, epoch));
    } else if (lives.present() != epoch) {
      // An older life speaks after a newer one: two are alive, one of them a copy.
      rivals += lives.former() == epoch ? 1 : 0;
      heard.put(place, new Lives(epoch, lives.present()));
    }
  }

  long rivals() {
    return rivals;
  }
}
