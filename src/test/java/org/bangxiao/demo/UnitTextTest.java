package org.bangxiao.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitTextTest {
    @ParameterizedTest
    @CsvSource({
        "5斤/箱, 2500, false",
        "500克/袋, 500, false",
        "2.5千克/箱 冷鲜, 2500, false",
        "1只 约1.5千克 冰鲜, 1500, true",
        "1只 约750克, 750, true",
        "230克×2瓶, 460, false",
        "1床 1千克, 1000, false",
        "5斤/箱 冷鲜, 2500, false",
    })
    void readsTheWeight(String unit, long grams, boolean approximate) {
        assertThat(UnitText.netWeight(unit)).contains(new UnitText.NetWeight(grams, approximate));
    }

    @ParameterizedTest
    @CsvSource({"1升/瓶", "500毫升×24瓶/箱", "6个/袋", "10张/卷", "1个 直径8厘米", "1个 2升", "10根/箱 真空"})
    void findsNoWeightInVolumesAndPieces(String unit) {
        assertThat(UnitText.netWeight(unit)).isEmpty();
    }

    @Test
    void readsMostOfTheSheet() {
        assertThat(ProductRow.all())
                .hasSize(220)
                .filteredOn(row -> UnitText.netWeight(row.unit()).isPresent())
                .hasSizeGreaterThan(170);
    }
}
