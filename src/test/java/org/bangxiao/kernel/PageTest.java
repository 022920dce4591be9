package org.bangxiao.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {
    @Test
    void oneItemMoreThanFitsOnlyTellsThatThereIsANextPage() {
        Page<Integer> page = Page.of(List.of(1, 2, 3), 2, last -> "after " + last);
        assertThat(page).isEqualTo(new Page<>(List.of(1, 2), "after 2", -1));
    }

    @Test
    void whatFitsIsTheLastPage() {
        assertThat(Page.of(List.of(1, 2), 2, last -> "after " + last, 2)).isEqualTo(new Page<>(List.of(1, 2), null, 2));
        assertThat(Page.of(List.<Integer>of(), 2, last -> "after " + last).next())
                .isNull();
    }

    @Test
    void aSizeStaysWithinTheLimits() {
        assertThat(List.of(Page.sizeOf(-1), Page.sizeOf(7), Page.sizeOf(9_999))).containsExactly(1, 7, Page.MAX_SIZE);
    }

    @Test
    void aListBeginsAtItsStartWithoutACursorAndAnythingButANumberPointsToIt() {
        assertThat(Page.numberOf(null, 0, Integer::valueOf)).isZero();
        assertThat(Page.numberOf("", Long.MAX_VALUE, Long::valueOf)).isEqualTo(Long.MAX_VALUE);
        assertThat(Page.numberOf("31", 0, Integer::valueOf)).isEqualTo(31);
        assertThatThrownBy(() -> Page.numberOf("99999999999", 0, Integer::valueOf))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.errors())
                                .extracting(Problem.FieldError::pointer)
                                .containsExactly("/cursor"));
    }
}
