package org.bangxiao.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Tx;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.Test;

/** A decision of last year is read against the pack of last year. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class PinnedPacksDbTest {
    @Inject
    PolicyPacks packs;

    @Inject
    PinnedPacks pinned;

    @Inject
    RegionRepository repository;

    @Inject
    Tx tx;

    @Test
    void anOlderVersionIsFoundAgainWhole() throws Throwable {
        PackFolder today = packs.folders().get(0);
        SortedMap<String, byte[]> files = new TreeMap<>(today.files());
        String yaml = new String(files.get("pack.yaml"), StandardCharsets.UTF_8);
        files.put(
                "pack.yaml",
                yaml.replace("validityYears: 2", "validityYears: 3").getBytes(StandardCharsets.UTF_8));
        PackFolder lastYear = new PackFolder("last year", today.key(), files);
        VertxContextSupport.subscribeAndAwait(pinned::keep);
        VertxContextSupport.subscribeAndAwait(() -> tx.write(connection -> repository
                .keep(connection, List.of(lastYear), Instant.parse("2025-01-01T00:00:00Z"))
                .chain(() -> repository.keep(connection, List.of(lastYear), Instant.now()))));

        PolicyPack then = VertxContextSupport.subscribeAndAwait(() -> pinned.at(lastYear.version()));
        assertThat(then.version()).isEqualTo(lastYear.version());
        assertThat(then.scheme().lastDay(LocalDate.of(2025, 1, 1))).isEqualTo(LocalDate.of(2027, 12, 31));
        PolicyPack now = VertxContextSupport.subscribeAndAwait(() -> pinned.at(today.version()));
        assertThat(now.scheme().validityYears()).isEqualTo(2);

        PackFolder kept = VertxContextSupport.subscribeAndAwait(
                        () -> tx.read(connection -> repository.find(connection, today.version())))
                .orElseThrow();
        assertThat(kept.version())
                .as("the kept text is the file, byte for byte")
                .isEqualTo(today.version());
        assertThatThrownBy(() -> VertxContextSupport.subscribeAndAwait(() -> pinned.at("0".repeat(64))))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("not-found"));
    }
}
