package org.bangxiao.order;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.bangxiao.region.Divisions;
import org.bangxiao.region.Provinces;
import org.jspecify.annotations.Nullable;

/**
 * Where the goods go. Kept encrypted; shown masked to everyone but the supplier who has to send them.
 *
 * @param province its code; absent where the address begins with its name, or nobody says
 * @param city     as its name is, where the province's cities are known; {@code district} alike
 * @param street   a street's office or a town; as it was written where it is not known
 * @param address  road and house, or all of it where those before are absent
 */
public record Receiver(
        @Nullable String receiver,
        @Nullable String phone,
        @Nullable String province,
        @Nullable String city,
        @Nullable String district,
        @Nullable String street,
        @Nullable String address,
        @Nullable String note) {
    private static final int PLACE_MAX = 30;

    /** Nobody and nowhere: what stands beside an address of the book. */
    static Receiver none() {
        return new Receiver(null, null, null, null, null, null, null, null);
    }

    /** As it was typed. */
    static Receiver of(Form form) {
        return new Receiver(
                form.value("receiver"),
                form.value("phone"),
                form.value("province"),
                form.value("city"),
                form.value("district"),
                form.value("street"),
                form.value("address"),
                form.value("note"));
    }

    /**
     * The same, tidied; field problems {@code field-required}, {@code phone-invalid}, {@code field-too-long},
     * {@code province-unknown}, {@code province-differs} where the address spells out another one than is said,
     * {@code city-unknown}, {@code district-unknown}.
     */
    Receiver checked() {
        return checked(true);
    }

    /** The same of somebody who is sent nothing: name and telephone suffice. */
    Receiver guest() {
        return checked(false);
    }

    /** Whether no address is said at all. */
    boolean nowhere() {
        return text(address).isBlank();
    }

    private Receiver checked(boolean sent) {
        List<Problem.FieldError> errors = new ArrayList<>();
        String name = need(errors, "/receiver", receiver, 40);
        String number = need(errors, "/phone", phone, 20).replaceAll("[\\s-]", "");
        String town = mayBe(errors, "/city", city);
        String part = mayBe(errors, "/district", district);
        String quarter = mayBe(errors, "/street", street);
        String place = sent ? need(errors, "/address", address, 200) : "";
        if (!number.isEmpty() && !number.matches("\\+?\\d{7,15}")) {
            errors.add(new Problem.FieldError("/phone", "phone-invalid", List.of()));
        }
        String code = text(province).strip();
        if (!code.isEmpty() && Provinces.of(code).isEmpty()) {
            errors.add(new Problem.FieldError("/province", "province-unknown", List.of(code)));
        }
        // Freight is reckoned by the code, the carrier goes by the words.
        Provinces.named(town + part + quarter + place)
                .filter(named -> Provinces.of(code).isPresent() && !named.code().equals(code))
                .map(Provinces.Province::name)
                .ifPresent(another -> errors.add(
                        new Problem.FieldError("/province", "province-differs", List.of(another.zh(), another.en()))));
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        return new Receiver(name, number, placed(code, place), town, part, quarter, place, null)
                .divided()
                .noted(note);
    }

    /** The same with the full names of city, district and street, as far as what lies in the province is known. */
    private Receiver divided() {
        String inProvince = text(province);
        if (text(city).isEmpty() || Divisions.inside(inProvince).isEmpty()) {
            return this;
        }
        Divisions.Division town = known("/city", "city-unknown", inProvince, text(city));
        if (text(district).isEmpty()) {
            return in(town.name(), "", text(street));
        }
        Divisions.Division part = known("/district", "district-unknown", town.code(), text(district));
        String quarter = Divisions.named(part.code(), text(street))
                .map(Divisions.Division::name)
                .orElse(text(street));
        return in(town.name(), part.name(), quarter);
    }

    private Receiver in(String town, String part, String quarter) {
        return new Receiver(receiver, phone, province, town, part, quarter, address, note);
    }

    private static Divisions.Division known(String pointer, String code, String inside, String name) {
        return Divisions.named(inside, name).orElseThrow(() -> Problem.field(pointer, code, name));
    }

    /** The province that is said, or else the one that the address begins with. */
    private static @Nullable String placed(String code, String address) {
        return code.isEmpty()
                ? Provinces.named(address).map(Provinces.Province::code).orElse(null)
                : code;
    }

    /** The same with another remark, or none. */
    Receiver noted(@Nullable String remark) {
        String text = remark == null ? "" : remark.strip();
        return new Receiver(
                receiver,
                phone,
                province,
                city,
                district,
                street,
                address,
                text.substring(0, Math.min(100, text.length())));
    }

    String json() {
        return new JsonObject()
                .put("receiver", receiver)
                .put("phone", phone)
                .put("province", province)
                .put("city", city)
                .put("district", district)
                .put("street", street)
                .put("address", address)
                .put("note", note)
                .encode();
    }

    static Receiver fromJson(String text) {
        JsonObject json = new JsonObject(text);
        String address = json.getString("address");
        return new Receiver(
                json.getString("receiver"),
                json.getString("phone"),
                placed(text(json.getString("province")), text(address)),
                json.getString("city"),
                json.getString("district"),
                json.getString("street"),
                address,
                json.getString("note"));
    }

    /** {@code 张** 138****0001 广东省深圳市…}. */
    String masked() {
        String name = text(receiver);
        String number = text(phone);
        String place = place();
        String shortNumber =
                number.length() < 7 ? "****" : number.substring(0, 3) + "****" + number.substring(number.length() - 4);
        return name.substring(0, 1) + "** " + shortNumber
                + (place.isEmpty() ? "" : " " + place.substring(0, Math.min(6, place.length())) + "…");
    }

    String sentence() {
        return text(receiver) + " " + text(phone) + " " + place() + (text(note).isEmpty() ? "" : " （" + note + "）");
    }

    /** All of the address in one, the province once. */
    String place() {
        String rest = text(city) + text(district) + text(street) + text(address);
        String code = text(province);
        return Provinces.of(code)
                        .filter(known -> !Provinces.named(rest).equals(Optional.of(known)))
                        .map(known -> known.name().zh())
                        .orElse("")
                + rest;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String mayBe(List<Problem.FieldError> errors, String pointer, @Nullable String value) {
        return limited(errors, pointer, text(value).strip(), PLACE_MAX);
    }

    private static String need(List<Problem.FieldError> errors, String pointer, @Nullable String value, int limit) {
        String text = text(value).strip();
        if (text.isEmpty()) {
            errors.add(new Problem.FieldError(pointer, "field-required", List.of()));
        }
        return limited(errors, pointer, text, limit);
    }

    private static String limited(List<Problem.FieldError> errors, String pointer, String text, int limit) {
        if (text.length() > limit) {
            errors.add(new Problem.FieldError(pointer, "field-too-long", List.of(limit)));
        }
        return text;
    }
}
