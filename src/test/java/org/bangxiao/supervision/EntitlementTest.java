package org.bangxiao.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A county is entitled by standing in the pack and, where the pack names a group, by belonging to it on the day. */
class EntitlementTest {
    @TempDir
    Path folder;

    @Test
    void everyCountyOfThePackIsEntitledByAnyCodeItHad() {
        PolicyPack pack = new PolicyPacks(Optional.empty()).current("450000");
        LocalDate day = LocalDate.of(2026, 11, 20);
        assertThat(Entitlement.holds(pack, "451223", day)).isTrue();
        assertThat(Entitlement.holds(pack, "451021", day))
                .as("Tianyang by its former code")
                .isTrue();
        assertThat(Entitlement.holds(pack, "450199", day)).isFalse();
    }

    @Test
    void aCountyLosesItWithTheLastDayOfItsGroup() throws IOException {
        PolicyPack pack = withGroup("supervised-2020");
        assertThat(Entitlement.holds(pack, "450225", LocalDate.of(2020, 1, 1))).isTrue();
        assertThat(Entitlement.holds(pack, "450225", LocalDate.of(2020, 11, 20)))
                .isTrue();
        assertThat(Entitlement.holds(pack, "450225", LocalDate.of(2020, 11, 21)))
                .isFalse();
        assertThat(Entitlement.holds(pack, "450123", LocalDate.of(2020, 11, 20)))
                .as("never in the group")
                .isFalse();
    }

    private PolicyPack withGroup(String group) throws IOException {
        for (String key : List.of("guangxi", "jiangxi")) {
            Path to = Files.createDirectories(folder.resolve(key));
            try (Stream<Path> files = Files.list(Path.of("certification", key))) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        }
        Path file = folder.resolve("guangxi/pack.yaml");
        String text = Files.readString(file);
        Files.writeString(file, text.replace("  problemDays: 7", "  entitlingGroup: " + group + "\n  problemDays: 7"));
        return new PolicyPacks(Optional.of(folder.toString())).current("450000");
    }
}
