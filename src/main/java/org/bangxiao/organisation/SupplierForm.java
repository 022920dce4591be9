package org.bangxiao.organisation;

import java.util.HashMap;
import java.util.Map;
import org.bangxiao.platform.web.Form;
import org.jspecify.annotations.Nullable;

/** The form of a supplier and what it means. */
final class SupplierForm {
    private SupplierForm() {}

    static SupplierDraft read(Form form) {
        return new SupplierDraft(
                kind(form.value("kind")),
                form.value("nameZh"),
                form.value("nameEn"),
                form.value("creditCode"),
                form.value("areaCode"),
                form.value("legalPerson"),
                form.value("idNumber"),
                form.value("bankName"),
                form.value("bankAccount"));
    }

    /** What is known, the personal part left out: it stays unless it is typed again. */
    static Form of(SupplierView view) {
        Map<String, String> values = new HashMap<>();
        values.put("version", String.valueOf(view.version()));
        values.put("kind", view.kind().name());
        values.put("nameZh", view.nameZh());
        values.put("nameEn", view.nameEn());
        values.put("creditCode", view.creditCode() == null ? "" : view.creditCode());
        values.put("areaCode", view.areaCode());
        values.put("bankName", view.bankName());
        return Form.of(values);
    }

    private static @Nullable OrganisationKind kind(String typed) {
        for (OrganisationKind kind : OrganisationKind.values()) {
            if (kind.name().equals(typed)) {
                return kind;
            }
        }
        return null;
    }
}
