package dev.sluice.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PipelineSeamTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void closeVertx() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void findsThePipelineOfThisVersionAsItExpectsIt() {
    assertThatCode(() -> PipelineSeam.verify(vertx, PipelineSeam.LAYOUT))
        .doesNotThrowAnyException();
  }

  @Test
  void saysWhatItFoundWhenAVersionLaysThePipelineOutDifferently() {
    List<String> expected = List.of("mqttDecoder", "handler");

    assertThatThrownBy(() -> PipelineSeam.verify(vertx, expected))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("lays out its pipeline as [mqttEncoder, mqttDecoder")
        .hasMessageContaining("but [mqttDecoder, handler] is required");
  }

  @Test
  void theSocketOfVertxAndItsQueueGo() {
    EmbeddedChannel channel = new EmbeddedChannel();
    PipelineSeam.LAYOUT.forEach(
        name -> channel.pipeline().addLast(name, new ChannelInboundHandlerAdapter()));

    PipelineSeam.insert(channel.pipeline(), new ChannelInboundHandlerAdapter());
    channel.runPendingTasks();

    assertThat(channel.pipeline().names()).startsWith(PipelineSeam.ENCODER, "sluiceFrames");
    assertThat(channel.pipeline().names()).hasSize(3); // Netty's own tail is the third
    channel.finishAndReleaseAll();
  }
}
