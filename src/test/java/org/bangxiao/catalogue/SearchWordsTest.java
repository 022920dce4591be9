package org.bangxiao.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SearchWordsTest {
    private static final Set<String> PLACES = Set.of("隆安县", "隆安");

    @Test
    void chineseIsFoundByCharacterAndPairAndByTheSoundFromAnySyllable() {
        assertThat(SearchWords.vector("隆安板栗", "Long'an chestnuts", List.of("南宁市"))
                        .split(" "))
                .contains(
                        "板",
                        "板栗",
                        "~板栗",
                        "longanbanli",
                        "banli",
                        "labl",
                        "bl",
                        "~bl",
                        "longan",
                        "chestnut",
                        "南宁",
                        "nanningshi",
                        "nns",
                        "=隆安板栗",
                        "=longanbanli",
                        "=longanchestnuts")
                .doesNotContain("~南宁", "=");
    }

    @Test
    void everyReadingOfACharacterCounts() {
        assertThat(SearchWords.vector("都安山羊", "", List.of()).split(" ")).contains("duanshanyang", "douanshanyang");
    }

    @Test
    void aPlaceIsCutOutOfARunOfChinese() {
        SearchWords.Query query = SearchWords.query("隆安板栗", PLACES);
        assertThat(query).isNotNull();
        assertThat(query.anywhere()).isEqualTo("'隆安' & '板栗'");
        assertThat(query.inName()).isEqualTo("'~隆安' & '~板栗'");
        assertThat(query.wholeName()).isEqualTo("'=隆安板栗'");
    }

    @Test
    void lettersAreTheBeginningOfAWordAndMarksAreNoWords() {
        SearchWords.Query query = SearchWords.query("  Long'an, ' & | ! :* (la) ", PLACES);
        assertThat(query).isNotNull();
        assertThat(query.anywhere()).isEqualTo("'longan':* & 'la':*");
        assertThat(SearchWords.query("' & | ! :* ()", PLACES)).isNull();
    }

    @Test
    void onlySomeWordsOfALongTextCount() {
        SearchWords.Query query = SearchWords.query("a b c d e f g h i j k l m n", PLACES);
        assertThat(query).isNotNull();
        assertThat(query.anywhere().split(" & ")).hasSize(SearchWords.MOST_WORDS);
    }
}
