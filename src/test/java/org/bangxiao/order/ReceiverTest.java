package org.bangxiao.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.bangxiao.kernel.Problem;
import org.bangxiao.region.Provinces;
import org.junit.jupiter.api.Test;

/** Where goods go: freight follows the province's code, the carrier the words. */
class ReceiverTest {
    private static final String SHANGHAI = "310000";

    @Test
    void anAddressTellsItsProvinceButAStreetOfThatNameDoesNot() {
        assertThat(Provinces.named("广东省深圳市福田区").orElseThrow().code()).isEqualTo("440000");
        assertThat(List.of("吉林路 5 号", "河南中路 9 号", "海南藏族自治州共和县", "北京大厦 5 楼", "福田区演示路 1 号"))
                .allSatisfy(address -> assertThat(Provinces.named(address)).isEmpty());
    }

    @Test
    void nobodyPaysForOneProvinceAndHasGoodsSentToAnother() {
        for (Receiver receiver : List.of(to("", "西藏自治区拉萨市演示路 1 号"), to("西藏自治区拉萨市", "演示路 1 号"))) {
            assertThatThrownBy(receiver::checked)
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.errors())
                                    .extracting(Problem.FieldError::code, Problem.FieldError::pointer)
                                    .containsExactly(tuple("province-differs", "/province")));
        }
        assertThat(List.of(to("上海市", "西藏中路 1 号"), to("", "西藏中路 1 号"), to("", "上海市黄浦区西藏中路 1 号")).stream()
                        .map(receiver -> receiver.checked().sentence()))
                .containsExactly(
                        "演示顾客 13800000000 上海市西藏中路 1 号",
                        "演示顾客 13800000000 上海市西藏中路 1 号",
                        "演示顾客 13800000000 上海市黄浦区西藏中路 1 号");
    }

    private static Receiver to(String city, String address) {
        return new Receiver("演示顾客", "13800000000", SHANGHAI, city, "", address, null);
    }
}
