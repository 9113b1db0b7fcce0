package dev.sluice.bench.load;

import java.util.List;

/** Who publishes to whom. */
public enum Topology {
  /** Fifty sensors, one consumer. */
  FAN_IN(50, 1) {
    @Override
    String filter(int subscriber) {
      return "bench/in/+";
    }

    @Override
    String topic(int publisher) {
      return "bench/in/" + publisher;
    }
  },

  /** Ten sensors, one consumer. */
  FEW_IN(10, 1) {
    @Override
    String filter(int subscriber) {
      return "bench/few/+";
    }

    @Override
    String topic(int publisher) {
      return "bench/few/" + publisher;
    }
  },

  /** One command, a hundred devices. */
  FAN_OUT(1, 100) {
    @Override
    String filter(int subscriber) {
      return "bench/out/all";
    }

    @Override
    String topic(int publisher) {
      return "bench/out/all";
    }
  },

  /** A hundred publishers, each with a subscriber of its own. */
  PAIRS(100, 100) {
    @Override
    String filter(int subscriber) {
      return "bench/pair/" + subscriber;
    }

    @Override
    String topic(int publisher) {
      return "bench/pair/" + publisher;
    }

    @Override
    boolean delivers(int publisher, int subscriber) {
      return publisher == subscriber;
    }
  },

  /** Ten thousand devices, ten consumers that share them out among themselves. */
  FLEET(10_000, 10) {
    @Override
    String filter(int subscriber) {
      return "bench/fleet/" + subscriber + "/+";
    }

    @Override
    String topic(int publisher) {
      return "bench/fleet/" + consumer(publisher) + "/" + publisher;
    }

    @Override
    boolean delivers(int publisher, int subscriber) {
      return consumer(publisher) == subscriber;
    }

    private int consumer(int publisher) {
      return publisher % subscribers();
    }
  },

  /** A single pair, for what other subscriptions cost it. */
  ONE_PAIR(1, 1) {
    @Override
    String filter(int subscriber) {
      return "bench/site/hall/line/state";
    }

    @Override
    String topic(int publisher) {
      return "bench/site/hall/line/state";
    }
  };

  private final int publishers;
  private final int subscribers;

  Topology(int publishers, int subscribers) {
    this.publishers = publishers;
    this.subscribers = subscribers;
  }

  abstract String filter(int subscriber);

  abstract String topic(int publisher);

  boolean delivers(int publisher, int subscriber) {
    return true;
  }

  /** Filters of one subscriber. */
  List<String> filters(int subscriber) {
    return List.of(filter(subscriber));
  }

  public int publishers() {
    return publishers;
  }

  public int subscribers() {
    return subscribers;
  }

  /** Subscribers that get each message. */
  public int copies() {
    return this == FAN_OUT ? subscribers : 1;
  }
}
