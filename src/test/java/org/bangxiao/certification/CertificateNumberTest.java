package org.bangxiao.certification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class CertificateNumberTest {
    @Test
    void aNumberIsReadHoweverItIsTyped() {
        String number = CertificateNumber.next("GX", 2020, "451224");
        assertThat(number).matches("GX-2020-451224-[2-9A-HJ-NP-Z]{6}-[0-9A-Z]");
        assertThat(CertificateNumber.read(number)).contains(number);
        assertThat(CertificateNumber.read(" " + number.toLowerCase(Locale.ROOT).replace("-", " ")))
                .contains(number);
    }

    @Test
    void oneWrongCharacterIsNoticed() {
        String number = CertificateNumber.next("GX", 2020, "451224");
        char[] wrong = number.toCharArray();
        int at = number.indexOf("451224") + 2;
        wrong[at] = wrong[at] == '9' ? '8' : '9';
        assertThat(CertificateNumber.read(new String(wrong))).isEmpty();
        assertThat(CertificateNumber.read("")).isEmpty();
        assertThat(CertificateNumber.read("GX")).isEmpty();
    }
}
