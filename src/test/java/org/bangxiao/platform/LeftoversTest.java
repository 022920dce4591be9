package org.bangxiao.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LeftoversTest {
    @Test
    void oneThatCannotGoOnKeepsNoneOfTheOthersWaiting() {
        UUID stuck = UUID.randomUUID();
        UUID next = UUID.randomUUID();
        List<UUID> done = new ArrayList<>();
        Leftovers.takeUp("run", List.of(stuck, next), id -> {
                    if (id.equals(stuck)) {
                        return Uni.createFrom().failure(new IllegalStateException("stuck"));
                    }
                    done.add(id);
                    return Uni.createFrom().voidItem();
                })
                .await()
                .indefinitely();
        assertThat(done).containsExactly(next);
    }
}
