package org.bangxiao.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Many who look at the same goods at once cost one look, and nobody sees what a change has taken away. */
class ShopWindowTest {
    private record Key(String name) {}

    private final List<CompletableFuture<String>> looks = new ArrayList<>();
    private final Supplier<Uni<String>> look = () -> {
        CompletableFuture<String> one = new CompletableFuture<>();
        looks.add(one);
        return Uni.createFrom().completionStage(one);
    };

    @Test
    void aHundredWhoAskForTheSameAtOnceAreAnsweredByOneLook() {
        ShopWindow window = new ShopWindow(Duration.ofMinutes(5));
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(ask(window, "tea"));
        }
        assertThat(looks).hasSize(1);
        assertThat(answers).noneMatch(CompletableFuture::isDone);
        looks.get(0).complete("green");
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo("green"));
        assertThat(ask(window, "tea").join()).isEqualTo("green");
        assertThat(looks).as("while it is shown nobody looks").hasSize(1);
    }

    @Test
    void whoeverWaitedForALookThatFailedLooksAlone() {
        ShopWindow window = new ShopWindow(Duration.ofMinutes(5));
        CompletableFuture<String> first = ask(window, "tea");
        CompletableFuture<String> second = ask(window, "tea");
        looks.get(0).completeExceptionally(new IllegalStateException("no database"));
        assertThatThrownBy(first::join).hasRootCauseMessage("no database");
        assertThat(looks).hasSize(2);
        looks.get(1).complete("green");
        assertThat(second.join()).isEqualTo("green");
    }

    @Test
    void aChangeDuringALookSendsThoseWhoWaitedToLookAgain() {
        ShopWindow window = new ShopWindow(Duration.ofMinutes(5));
        ask(window, "tea");
        CompletableFuture<String> second = ask(window, "tea");
        window.changed();
        looks.get(0).complete("before the change");
        assertThat(second).isNotDone();
        looks.get(1).complete("after the change");
        assertThat(second.join()).isEqualTo("after the change");
    }

    @Test
    void inTheLastEighthOfItsTimeOneLooksAheadAndNobodyWaits() {
        Duration kept = Duration.ofMillis(2_000);
        ShopWindow window = new ShopWindow(kept);
        ask(window, "tea");
        looks.get(0).complete("green");
        long shownUntil = System.nanoTime() + kept.toNanos();
        while (looks.size() < 2 && System.nanoTime() < shownUntil) {
            assertThat(ask(window, "tea").join()).isEqualTo("green");
        }
        assertThat(looks).as("one looked ahead").hasSize(2);
        assertThat(ask(window, "tea").join()).isEqualTo("green");
        assertThat(looks).hasSize(2);
        looks.get(1).complete("black");
        assertThat(ask(window, "tea").join()).isEqualTo("black");
    }

    @Test
    void whereNothingIsKeptEverybodyLooks() {
        ShopWindow window = new ShopWindow(Duration.ZERO);
        ask(window, "tea");
        ask(window, "tea");
        assertThat(looks).hasSize(2);
    }

    private CompletableFuture<String> ask(ShopWindow window, String name) {
        return window.show(new Key(name), String.class, shown -> List.of(UUID.randomUUID()), look)
                .subscribeAsCompletionStage();
    }
}
