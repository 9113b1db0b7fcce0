package dev.sluice.edge.inference;

import dev.sluice.inference.PayloadDecoder;
import dev.sluice.policy.RouteGuards;

/**
 * Which messages are for one route, and how the messages of one route become features.
 *
 * @param name of the route
 * @param window values that the largest model of the route needs; {@link #WHOLE} when each payload
 *     holds all of them, as an image does
 */
public record RouteInput(String name, RouteGuards guards, PayloadDecoder decoder, int window) {
  public static final int WHOLE = 0;
}
