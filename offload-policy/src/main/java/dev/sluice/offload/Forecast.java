package dev.sluice.offload;

/**
 * Both sides as one request meets them: masks first, then predictions, each made at most once per
 * placement however often policy and report ask for it.
 */
final class Forecast implements PlacementState {
  private static final PlacementRequest NONE =
      new PlacementRequest(-1, 0, 0, 0, 0, 0, Privacy.LOCAL_ONLY, false);

  /** Of the mean time to a deadline: a backlog that is worth no mention. */
  private static final double NOTHING_SHARE = 0.05;

  private final LocalSide local;
  private final CloudSide cloud;
  private final ShadowPrices prices = new ShadowPrices();
  private final Demand demand = new Demand();
  private final Prediction localPrediction = new Prediction();
  private final Prediction cloudPrediction = new Prediction();

  // valid for one placement
  private Mask localMask = Mask.NO_MODEL;
  private Mask cloudMask = Mask.LINK;
  private PlacementRequest localFor = NONE;
  private PlacementRequest cloudFor = NONE;

  Forecast(LocalSide local, CloudSide cloud) {
    this.local = local;
    this.cloud = cloud;
  }

  /**
   * Starts over for this request, and presets the decision with what happens if no side is open.
   */
  void begin(PlacementRequest request, double worth, long nowNanos, Decision decision) {
    localFor = NONE;
    cloudFor = NONE;
    localMask = local.mask(request, nowNanos);
    cloudMask = cloud.mask(request, nowNanos);
    if (cloudLater() && !request.hasDeadline()) {
      decision.set(Action.DEFER, Reason.DEFERRED_LINK_DOWN);
    } else {
      decision.set(Action.SHED, Reason.SHED_NO_SIDE);
    }
    price(request, worth, nowNanos);
    predict(request, nowNanos, decision);
  }

  private void predict(PlacementRequest request, long nowNanos, Decision decision) {
    long localNanos = Decision.UNKNOWN;
    long cloudNanos = Decision.UNKNOWN;
    double localHit = 0;
    double cloudHit = 0;
    if (localOpen()) {
      Prediction here = local(request, nowNanos);
      localNanos = here.nanos();
      localHit = HitProbability.of(request, localNanos, here.deviationNanos(), nowNanos);
    }
    if (cloudOpen()) {
      Prediction there = cloud(request, nowNanos);
      cloudNanos = there.nanos();
      cloudHit = HitProbability.of(request, cloudNanos, there.deviationNanos(), nowNanos);
    }
    decision.predict(localNanos, localHit, cloudNanos, cloudHit);
  }

  /** Names the mask where it was the mask that decided; refuses what no policy may choose. */
  void explain(Decision decision) {
    switch (decision.action()) {
      case LOCAL -> explain(decision, localOpen(), cloudMask);
      case CLOUD -> explain(decision, cloudOpen() || cloudLater(), localMask);
      case DEFER -> explain(decision, cloudOpen() || cloudLater(), Mask.OPEN);
      case SHED -> {
        boolean full = localMask == Mask.FULL || cloudMask == Mask.FULL;
        if (decision.reason() == Reason.SHED_NO_SIDE && full) {
          decision.set(Action.SHED, Reason.SHED_QUEUE_FULL);
        }
      }
    }
  }

  private static void explain(Decision decision, boolean allowed, Mask other) {
    if (!allowed) {
      throw new IllegalStateException("policy chose " + decision.action() + ", which is masked");
    }
    if (decision.reason() != Reason.FIXED) {
      decision.set(decision.action(), other.reason(decision.reason()));
    }
  }

  private Prediction local(PlacementRequest request, long nowNanos) {
    if (!localFor.equals(request)) {
      local.predict(request, nowNanos, localPrediction);
      localFor = request;
    }
    return localPrediction;
  }

  private Prediction cloud(PlacementRequest request, long nowNanos) {
    if (!cloudFor.equals(request)) {
      cloud.predict(request, nowNanos, cloudPrediction);
      cloudFor = request;
    }
    return cloudPrediction;
  }

  @Override
  public boolean localOpen() {
    return localMask == Mask.OPEN;
  }

  @Override
  public boolean cloudOpen() {
    return cloudMask == Mask.OPEN;
  }

  @Override
  public boolean cloudLater() {
    return cloudMask == Mask.LINK;
  }

  @Override
  public int workers() {
    return local.workers().count();
  }

  @Override
  public int localQueue() {
    return local.queue();
  }

  @Override
  public long predictLocalNanos(PlacementRequest request, long nowNanos) {
    return local(request, nowNanos).nanos();
  }

  @Override
  public double localDeviationNanos(PlacementRequest request, long nowNanos) {
    return local(request, nowNanos).deviationNanos();
  }

  /** What the request would take of both sides, told to the prices. */
  private void price(PlacementRequest request, double worth, long nowNanos) {
    demand.none();
    double work = local.service(request).mean(nowNanos);
    double span = request.hasDeadline() ? request.deadlineNanos() - nowNanos : Double.MAX_VALUE;
    if (request.localModel() && localMask != Mask.HEAT && work <= span) {
      demand.here(relativeWork(request, nowNanos), work / local.workers().count());
    }
    boolean goesUp = cloudMask == Mask.OPEN || cloudMask == Mask.FULL;
    if (goesUp && cloud.leastNanos(request, nowNanos) <= span) {
      demand.there(
          relativeBytes(request),
          request.bytes() * cloud.wire().nanosPerByte(nowNanos),
          cloud.serviceNanos(request, nowNanos) / local.means().cloudWorkNanos(),
          cloud.addsNanos(request, nowNanos));
    }
    prices.see(worth, demand, nowNanos);
  }

  @Override
  public double blocksHere(PlacementRequest request, long nowNanos) {
    return local.blocks(request, nowNanos);
  }

  @Override
  public double blocksThere(PlacementRequest request, long nowNanos) {
    return cloud.blocks(request, nowNanos);
  }

  @Override
  public double localPrice() {
    return prices.local();
  }

  @Override
  public double uplinkPrice() {
    return prices.uplink();
  }

  /** Where a side has nothing to do a shortage is over, whatever the plan remembers of it. */
  @Override
  public boolean crowdedOut(long nowNanos) {
    if (!prices.crowdedOut()) {
      return false;
    }
    double nothing = NOTHING_SHARE * local.means().spanNanos();
    boolean busyHere = !localOpen() || local.backlogNanos(nowNanos) > nothing;
    return busyHere && (!cloudOpen() || cloud.isBusyBeyond(nothing, nowNanos));
  }

  @Override
  public double localPressure(long nowNanos) {
    return local.backlogNanos(nowNanos) / local.means().spanNanos();
  }

  @Override
  public double uplinkPressure(long nowNanos) {
    return cloud.backlogNanos(nowNanos) / local.means().spanNanos();
  }

  @Override
  public double relativeWork(PlacementRequest request, long nowNanos) {
    return local.service(request).mean(nowNanos) / local.means().workNanos();
  }

  @Override
  public double relativeBytes(PlacementRequest request) {
    return request.bytes() / local.means().bytes();
  }

  @Override
  public long predictCloudNanos(PlacementRequest request, long nowNanos) {
    return cloud(request, nowNanos).nanos();
  }

  @Override
  public double cloudDeviationNanos(PlacementRequest request, long nowNanos) {
    return cloud(request, nowNanos).deviationNanos();
  }
}
