/**
 * What the cloud's broker has for edge nodes: which nodes want it, and what waits for them on disk
 * until they have it. {@link dev.sluice.cloud.down.DownShelf} is all of it without a thread; {@link
 * dev.sluice.cloud.down.DownStore} gives it one and tells the loop. Imports the spools, the
 * protocol's values and the JDK.
 */
package dev.sluice.cloud.down;
