package org.bangxiao.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpellingTest {
    private static final Set<String> PLACES = Set.of("南宁", "南宁市");

    @Test
    void aRunOfChineseIsAskedWholeAndWithoutItsPlaces() {
        Spelling spelling = new Spelling("南宁沙田釉 tee", PLACES);
        assertThat(spelling.words()).containsExactly("南宁沙田釉", "南宁", "沙田釉");
        assertThat(spelling.asked()[0]).isEqualTo("'南宁' & '沙田' & '田釉'");
        assertThat(spelling.sounds()[2]).isEqualTo("shatianyou");
        assertThat(spelling.corrected(Map.of(3, "沙田柚"))).isEqualTo("南宁沙田柚 tee");
        assertThat(spelling.corrected(Map.of(1, "南宁沙田柚", 3, "沙田柚"))).isEqualTo("南宁沙田柚 tee");
        assertThat(spelling.corrected(Map.of())).isNull();
    }

    @Test
    void wordsTooShortToBeNearAnythingAreLeftAlone() {
        assertThat(new Spelling("茶 la", PLACES).words()).isEmpty();
    }

    @Test
    void aProductIsKnownByThePartsOfItsNameItsSoundsAndItsEnglish() {
        assertThat(SearchWords.known(Set.of("沙田柚", "Pomelos of Rong County")))
                .containsExactlyInAnyOrder("沙田柚", "shatian", "tianyou", "shatianyou", "pomelo", "rong", "county");
    }

    @Test
    void whatIsBeingTypedIsTheBeginningOfAWordOfTheName() {
        SearchWords.Query query = SearchWords.beginning("隆安b", PLACES);
        assertThat(query).isNotNull();
        assertThat(query.inName()).isEqualTo("'~隆安' & '~b':*");
        assertThat(SearchWords.beginning("!!", PLACES)).isNull();
    }
}
