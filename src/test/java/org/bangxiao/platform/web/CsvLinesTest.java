package org.bangxiao.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CsvLinesTest {
    @Test
    void noCellOfAFileIsAFormula() {
        assertThat(CsvLines.of("=1+1", "＝cmd", "say \"hi\", then", null, 7))
                .isEqualTo("\"'=1+1\",\"'＝cmd\",\"say \"\"hi\"\", then\",\"\",7\r\n");
    }
}
