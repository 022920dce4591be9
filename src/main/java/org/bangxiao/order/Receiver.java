package org.bangxiao.order;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

/** Where the goods go. Kept encrypted; shown masked to everyone but the supplier who has to send them. */
public record Receiver(
        @Nullable String receiver,
        @Nullable String phone,
        @Nullable String address,
        @Nullable String note) {
    /** Nobody and nowhere: what stands beside an address of the book. */
    static Receiver none() {
        return new Receiver(null, null, null, null);
    }

    /** The same, tidied; field problems {@code field-required}, {@code phone-invalid}, {@code field-too-long}. */
    Receiver checked() {
        List<Problem.FieldError> errors = new ArrayList<>();
        String name = need(errors, "/receiver", receiver, 40);
        String number = need(errors, "/phone", phone, 20).replaceAll("[\\s-]", "");
        String place = need(errors, "/address", address, 200);
        if (!number.isEmpty() && !number.matches("\\+?\\d{7,15}")) {
            errors.add(new Problem.FieldError("/phone", "phone-invalid", List.of()));
        }
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        return new Receiver(name, number, place, null).noted(note);
    }

    /** The same with another remark, or none. */
    Receiver noted(@Nullable String remark) {
        String text = remark == null ? "" : remark.strip();
        return new Receiver(receiver, phone, address, text.substring(0, Math.min(100, text.length())));
    }

    String json() {
        return new JsonObject()
                .put("receiver", receiver)
                .put("phone", phone)
                .put("address", address)
                .put("note", note)
                .encode();
    }

    static Receiver fromJson(String text) {
        JsonObject json = new JsonObject(text);
        return new Receiver(
                json.getString("receiver"), json.getString("phone"), json.getString("address"), json.getString("note"));
    }

    /** {@code 张** 138****0001 广东省深圳市…}. */
    String masked() {
        String name = text(receiver);
        String number = text(phone);
        String place = text(address);
        String shortNumber =
                number.length() < 7 ? "****" : number.substring(0, 3) + "****" + number.substring(number.length() - 4);
        return name.substring(0, 1) + "** " + shortNumber + " " + place.substring(0, Math.min(6, place.length())) + "…";
    }

    String sentence() {
        return text(receiver) + " " + text(phone) + " " + text(address)
                + (text(note).isEmpty() ? "" : " （" + note + "）");
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String need(List<Problem.FieldError> errors, String pointer, @Nullable String value, int limit) {
        String text = text(value).strip();
        if (text.isEmpty()) {
            errors.add(new Problem.FieldError(pointer, "field-required", List.of()));
        } else if (text.length() > limit) {
            errors.add(new Problem.FieldError(pointer, "field-too-long", List.of(limit)));
        }
        return text;
    }
}
