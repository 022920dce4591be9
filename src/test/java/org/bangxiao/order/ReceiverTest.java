package org.bangxiao.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.bangxiao.kernel.Problem;
import org.bangxiao.region.Divisions;
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

    @Test
    void whatLiesInAProvinceIsKnownDownToItsStreetsAndCalledByItsFullName() {
        assertThat(Divisions.inside("440000")).hasSize(21).contains(new Divisions.Division("440300", "深圳市"));
        assertThat(Divisions.inside(SHANGHAI)).containsExactly(new Divisions.Division("310100", "上海市"));
        assertThat(Divisions.named("500100", "城口").orElseThrow().code()).isEqualTo("500229");
        assertThat(Divisions.named("441900", "东城").orElseThrow().name()).isEqualTo("东城街道");
        assertThat(Divisions.inside("429004"))
                .as("仙桃 stands under its province")
                .isNotEmpty();
        assertThat(new Receiver("演示顾客", "13800000000", "440000", "深圳", "福田", "沙头", "演示路 1 号", null)
                        .checked()
                        .sentence())
                .isEqualTo("演示顾客 13800000000 广东省深圳市福田区沙头街道演示路 1 号");
        assertThat(new Receiver("演示顾客", "13800000000", "810000", "九龙", "油尖旺区", "", "演示路 1 号", null)
                        .checked()
                        .sentence())
                .as("nothing is known of what lies inside")
                .isEqualTo("演示顾客 13800000000 香港特别行政区九龙油尖旺区演示路 1 号");
    }

    @Test
    void aCityThatLiesInAnotherProvinceIsRefusedAtItsField() {
        assertThat(List.of(refused("440000", "南宁市", ""), refused("440000", "深圳市", "天河区"), refused("450000", "市", "")))
                .containsExactly("city-unknown /city", "district-unknown /district", "city-unknown /city");
    }

    private static String refused(String province, String city, String district) {
        Receiver receiver = new Receiver("演示顾客", "13800000000", province, city, district, "", "演示路 1 号", null);
        Problem.FieldError error =
                catchThrowableOfType(Problem.class, receiver::checked).errors().get(0);
        return error.code() + " " + error.pointer();
    }

    private static Receiver to(String city, String address) {
        return new Receiver("演示顾客", "13800000000", SHANGHAI, city, "", "", address, null);
    }
}
