/**
 * The programs of {@code ./sluice bench}: command lines, and who runs when. Imports every package.
 */
package dev.sluice.bench;
