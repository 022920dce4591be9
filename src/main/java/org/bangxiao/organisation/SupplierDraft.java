package org.bangxiao.organisation;

import java.util.ArrayList;
import java.util.List;
import org.bangxiao.kernel.CheckCharacter;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A supplier as it writes itself down. What is personal may be left empty where it was given before.
 *
 * @param creditCode  unified social credit code (GB 32100-2015), 18 characters with its check character
 * @param areaCode    a county of a policy pack
 * @param idNumber    citizen id number of the legal person (GB 11643-1999)
 * @param bankAccount 12 to 19 digits
 */
public record SupplierDraft(
        @Nullable OrganisationKind kind,
        String nameZh,
        String nameEn,
        String creditCode,
        String areaCode,
        String legalPerson,
        String idNumber,
        String bankName,
        String bankAccount) {
    /** Without blanks around and with capital letters in codes. */
    SupplierDraft tidy() {
        return new SupplierDraft(
                kind,
                nameZh.strip(),
                nameEn.strip(),
                creditCode.strip().toUpperCase(java.util.Locale.ROOT),
                areaCode.strip(),
                legalPerson.strip(),
                idNumber.strip().toUpperCase(java.util.Locale.ROOT),
                bankName.strip(),
                bankAccount.replace(" ", ""));
    }

    /** Field problems; {@code known} where the personal part was given before. */
    List<Problem.FieldError> faults(boolean known) {
        List<Problem.FieldError> faults = new ArrayList<>();
        if (kind == null || !kind.supplies()) {
            faults.add(fault("/kind", "supplier-kind-invalid"));
        }
        if (nameZh.length() < 2 || nameZh.length() > 100) {
            faults.add(new Problem.FieldError("/nameZh", "organisation-name-length", List.of(2, 100)));
        }
        if (nameEn.length() > 200) {
            faults.add(new Problem.FieldError("/nameEn", "field-too-long", List.of(200)));
        }
        if (!CheckCharacter.isCreditCode(creditCode)) {
            faults.add(fault("/creditCode", "credit-code-invalid"));
        }
        if (missing(legalPerson, known) || legalPerson.length() > 40) {
            faults.add(fault("/legalPerson", "field-required"));
        }
        if (wrong(idNumber, known, CheckCharacter.isIdNumber(idNumber))) {
            faults.add(fault("/idNumber", "id-number-invalid"));
        }
        if (bankName.isEmpty() || bankName.length() > 60) {
            faults.add(fault("/bankName", "field-required"));
        }
        if (wrong(bankAccount, known, bankAccount.matches("\\d{12,19}"))) {
            faults.add(fault("/bankAccount", "bank-account-invalid"));
        }
        return faults;
    }

    private static boolean missing(String value, boolean known) {
        return value.isEmpty() && !known;
    }

    private static boolean wrong(String value, boolean known, boolean good) {
        return value.isEmpty() ? !known : !good;
    }

    private static Problem.FieldError fault(String pointer, String code) {
        return new Problem.FieldError(pointer, code, List.of());
    }
}
