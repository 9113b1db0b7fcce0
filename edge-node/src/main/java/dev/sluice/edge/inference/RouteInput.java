package dev.sluice.edge.inference;

import dev.sluice.inference.PayloadDecoder;

/**
 * How the messages of one route become features.
 *
 * @param window values that the largest model of the route needs; {@link #WHOLE} when each payload
 *     holds all of them, as an image does
 */
public record RouteInput(PayloadDecoder decoder, int window) {
  public static final int WHOLE = 0;
}
