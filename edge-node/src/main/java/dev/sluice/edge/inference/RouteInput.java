package dev.sluice.edge.inference;

import dev.sluice.inference.PayloadDecoder;

/**
 * How the messages of one route become features.
 *
 * @param window values that the largest model of the route needs
 */
public record RouteInput(PayloadDecoder decoder, int window) {}
