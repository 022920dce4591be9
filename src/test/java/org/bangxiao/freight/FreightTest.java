package org.bangxiao.freight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.bangxiao.freight.Freight.Goods;
import org.junit.jupiter.api.Test;

/** What delivery costs: first weight, further weights, free from an amount on, once for a supplier. */
class FreightTest {
    private static final String GUANGDONG = "440000";
    private static final String TIBET = "540000";

    /** 8 yuan for the first kilogram, 2 for each half more, free from 99 yuan; 1 to 3 days in Guangdong, 4 to 9 elsewhere. */
    private static final FreightTemplate USUAL =
            template(zone(List.of(), 2_000, 600, 9_900L, 4, 9), zone(List.of(GUANGDONG), 800, 200, 9_900L, 1, 3));

    @Test
    void eachFurtherWeightCountsFromItsFirstGram() {
        assertThat(LongStream.of(1, 999, 1_000, 1_001, 1_499, 1_500, 1_501)
                        .map(grams -> fen(new Goods(USUAL, grams, 100))))
                .containsExactly(800L, 800L, 800L, 1_000L, 1_000L, 1_000L, 1_200L);
    }

    @Test
    void anOrderOfNinetyNineYuanGoesFreeAndOneFenLessDoesNot() {
        assertThat(LongStream.of(9_899, 9_900, 9_901).map(worth -> fen(new Goods(USUAL, 500, worth))))
                .containsExactly(800L, 0L, 0L);
        assertThat(Freight.of(GUANGDONG, List.of(new Goods(USUAL, 500, 9_899))).forFree())
                .isEqualTo(1);
        assertThat(fen(new Goods(USUAL, 500, 5_000), new Goods(USUAL, 500, 4_900)))
                .as("of all lines together")
                .isZero();
    }

    @Test
    void weightsAreSummedBeforeTheyAreRounded() {
        Goods light = new Goods(USUAL, 600, 100);
        assertThat(fen(light)).isEqualTo(800);
        assertThat(fen(light, light, light))
                .as("1800 g, not three first weights")
                .isEqualTo(1_200);
    }

    @Test
    void ofTwoTemplatesTheDearestCountsForAllButWhatGoesFree() {
        FreightTemplate cold = template(zone(List.of(), 2_500, 0, null, 2, 5));
        Freight both = Freight.of(
                GUANGDONG, List.of(new Goods(USUAL, 700, 100), new Goods(cold, 700, 100), new Goods(null, 9_000, 100)));
        assertThat(both).isEqualTo(new Freight(2_500, 2, 5, null, null, null));
        assertThat(Freight.of(GUANGDONG, List.of(new Goods(null, 9_000, 100))))
                .isEqualTo(new Freight(0, null, null, null, null, null));
        assertThat(Freight.of(TIBET, List.of(new Goods(USUAL, 700, 100))))
                .isEqualTo(new Freight(2_000, 4, 9, null, null, 9_800L));
    }

    private static long fen(Goods... goods) {
        return Freight.of(GUANGDONG, List.of(goods)).fen();
    }

    private static FreightTemplate template(FreightZone... zones) {
        return new FreightTemplate(UUID.randomUUID(), "演示模板", true, List.of(zones));
    }

    private static FreightZone zone(
            List<String> provinces, long firstFen, long stepFen, Long freeFrom, int daysFrom, int daysTo) {
        return new FreightZone(provinces, true, 1_000, firstFen, 500, stepFen, freeFrom, null, daysFrom, daysTo);
    }
}
