/**
 * What operators see: health, metrics and a status page by HTTP, on an event loop of its own, so
 * that it can say that the broker loop is late. The broker loop posts a status to {@link
 * dev.sluice.edge.admin.StatusBoard}; everything here only reads the latest one. Imports {@code
 * dev.sluice.edge.core}, Vert.x web and Micrometer.
 */
package dev.sluice.edge.admin;
