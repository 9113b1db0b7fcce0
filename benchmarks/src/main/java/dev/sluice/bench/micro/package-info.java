/**
 * Microbenchmarks of what a message passes on its way through the pure cores, on JMH. One that
 * needs a package-private class stands in that class's package instead.
 */
package dev.sluice.bench.micro;
