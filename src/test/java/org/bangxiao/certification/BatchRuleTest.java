package org.bangxiao.certification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bangxiao.region.Label;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which cases an office may pass among many. */
class BatchRuleTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 2);
    private static final Label NAME = new Label("演示", "Demo");

    private final PolicyPack guangxi = new PolicyPacks(Optional.empty()).current("450000");

    @ParameterizedTest
    @CsvSource({
        "price, MET, true",
        "price, REMARK, false",
        "price, NOT_MET, false",
        "price, OPEN, false",
        "area, REMARK, false",
        // The pack says that no yield is known: there is nothing that an officer could compare either.
        "area, OPEN, true",
    })
    void onlyWhatIsMetOrWhatThePackLeavesUncomparedGoesAlongWithOthers(
            String id, Check.Result result, boolean expected) {
        assertThat(Checks.allowBatch(guangxi, List.of(check("origin", Check.Result.MET), check(id, result))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "12, true"})
    void aCaseThatNobodyCheckedIsNotOne(int checks, boolean expected) {
        assertThat(Checks.allowBatch(
                        guangxi,
                        Stream.generate(() -> check("origin", Check.Result.MET))
                                .limit(checks)
                                .toList()))
                .isEqualTo(expected);
    }

    private static Check check(String id, Check.Result result) {
        return Check.of(id, result, "demo", new Check.Rule(NAME, List.of()), NAME, List.of(), DAY);
    }
}
