/**
 * One device's MQTT connection, by three client libraries behind {@link
 * dev.sluice.sim.device.DeviceClient}. Each client owns its connection; everything it tells goes to
 * its listener on the loop it was given. Imports the client libraries, Vert.x and slf4j.
 */
package dev.sluice.sim.device;
