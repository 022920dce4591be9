package org.bangxiao.invoice;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

/**
 * To whom an invoice (发票) is made out: its heading (抬头), for a unit with its tax number, and where it is sent.
 *
 * @param kind      PERSON or UNIT
 * @param taxNumber 15 to 20 letters and digits of a unit, as tax registrations have them; none for a person
 */
public record Payer(
        @Nullable String kind,
        @Nullable String title,
        @Nullable String taxNumber,
        @Nullable String email) {
    private static final int TITLE_MAX = 100;
    private static final int EMAIL_MAX = 100;

    /**
     * The same, tidied; field problems {@code field-required}, {@code field-too-long}, {@code invoice-kind},
     * {@code invoice-tax-number}, {@code invoice-email}.
     */
    Payer checked() {
        List<Problem.FieldError> errors = new ArrayList<>();
        boolean unit = "UNIT".equals(kind);
        if (!unit && !"PERSON".equals(kind)) {
            errors.add(new Problem.FieldError("/kind", "invoice-kind", List.of()));
        }
        String heading = text(title);
        String number = text(taxNumber).replaceAll("\\s", "").toUpperCase(Locale.ROOT);
        String address = text(email);
        if (heading.isEmpty()) {
            errors.add(new Problem.FieldError("/title", "field-required", List.of()));
        } else if (heading.length() > TITLE_MAX) {
            errors.add(new Problem.FieldError("/title", "field-too-long", List.of(TITLE_MAX)));
        }
        if (unit && !number.matches("[0-9A-Z]{15,20}")) {
            errors.add(new Problem.FieldError("/taxNumber", "invoice-tax-number", List.of()));
        }
        if (address.length() > EMAIL_MAX || !address.matches("[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+")) {
            errors.add(new Problem.FieldError("/email", "invoice-email", List.of()));
        }
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        return new Payer(kind, heading, unit ? number : "", address);
    }

    String json() {
        return new JsonObject()
                .put("title", title)
                .put("taxNumber", taxNumber)
                .put("email", email)
                .encode();
    }

    static Payer fromJson(String kind, String text) {
        JsonObject json = new JsonObject(text);
        return new Payer(kind, json.getString("title"), json.getString("taxNumber"), json.getString("email"));
    }

    /** {@code 韦** a***}: the first letter of each. */
    String masked() {
        String heading = text(title);
        String shown = heading.substring(0, heading.offsetByCodePoints(0, Math.min(1, heading.length())));
        return shown + "** " + text(email).substring(0, 1) + "***";
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }
}
