package dev.sluice.offload;

/** Whether a request may leave the gateway; hard, never traded. */
public enum Privacy {
  LOCAL_ONLY,
  CLOUD_OK
}
