/**
 * The gateway process: {@link dev.sluice.edge.EdgeNode} puts core and adapters together, {@code
 * EdgeLoop} turns them. Only this package says {@code new} across packages.
 */
package dev.sluice.edge;
