/**
 * The Open Inference Protocol, version 2, as JSON over HTTP: what KServe, Triton, Seldon and a
 * cloud bridge speak. Messages are read and written here for both sides; the asking side is here
 * too. Imports Jackson and the remote package.
 *
 * @see <a href="https://github.com/kserve/open-inference-protocol">the specification</a>
 */
package dev.sluice.inference.openinference;
