package dev.sluice.edge.core;

import dev.sluice.broker.BrokerCore;
import dev.sluice.topic.TopicFilter;
import java.util.Locale;

/** How a message reaches a route; each route is two internal consumers of the broker. */
enum Entrance {
  /** By the route's own filter. */
  MATCH(0),
  /** By the route's name. */
  REQUEST(1);

  private static final int COUNT = 2;

  private final int offset;

  Entrance(int offset) {
    this.offset = offset;
  }

  static int routeOf(int consumer) {
    return consumer / COUNT;
  }

  int consumer(Route route) {
    return route.index() * COUNT + offset;
  }

  /** Under which the journal knows the consumer, whatever its number in the next process. */
  String nameFor(Route route) {
    return name().toLowerCase(Locale.ROOT) + "/" + route.name();
  }

  private TopicFilter filterOf(Route route) {
    return this == MATCH ? route.filter() : route.requestFilter();
  }

  void open(BrokerCore broker, Route route) {
    if (route.durable()) {
      broker.subscribeInternal(consumer(route), filterOf(route), nameFor(route));
    } else {
      broker.subscribeInternal(consumer(route), filterOf(route));
    }
  }

  void close(BrokerCore broker, Route route) {
    if (route.durable()) {
      broker.unsubscribeInternal(consumer(route), filterOf(route), nameFor(route));
    } else {
      broker.unsubscribeInternal(consumer(route), filterOf(route));
    }
  }
}
