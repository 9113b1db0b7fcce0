package dev.sluice.edge.admin;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/**
 * {@code POST /api/models/<name>/rollback}: the version before answers again. The header {@value
 * #HEADER} must be there, because a page in a browser cannot send it elsewhere unasked.
 */
public final class ModelPages {
  static final String HEADER = "X-Sluice";
  private static final int OK = 200;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private final Function<String, Future<Boolean>> rollBack;

  /**
   * @param rollBack false when there is no version before; fails when there is no such model
   */
  public ModelPages(Function<String, Future<Boolean>> rollBack) {
    this.rollBack = rollBack;
  }

  void mount(Router router) {
    router.post("/api/models/:name/rollback").handler(this::rollBack);
  }

  private void rollBack(RoutingContext context) {
    if (context.request().getHeader(HEADER) == null) {
      answer(context, FORBIDDEN, "the header " + HEADER + " is missing");
      return;
    }
    String model = context.pathParam("name");
    rollBack
        .apply(model)
        .onSuccess(
            done -> {
              if (done) {
                answer(context, OK, "model " + model + " is at the version before");
              } else {
                answer(context, CONFLICT, "model " + model + " has no version before");
              }
            })
        .onFailure(e -> answer(context, NOT_FOUND, e.getMessage()));
  }

  private static void answer(RoutingContext context, int statusCode, String detail) {
    context
        .response()
        .setStatusCode(statusCode)
        .putHeader("Content-Type", "application/json")
        .end(new JsonObject().put("detail", detail).encode());
  }
}
