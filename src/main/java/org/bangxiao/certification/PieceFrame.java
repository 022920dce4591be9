package org.bangxiao.certification;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bangxiao.kernel.Problem.FieldError;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.Messages;
import org.jspecify.annotations.Nullable;

/**
 * What stands around each piece of the form: where one is, what is done, where one can go.
 *
 * @param id     null before the first piece was saved
 * @param action where the piece is sent by POST
 * @param back   the piece before, or null at the first
 * @param mend   what the officer who returned it asks to mend
 */
record PieceFrame(
        @Nullable UUID id,
        String nameZh,
        String nameEn,
        String slug,
        String action,
        @Nullable String back,
        List<Stop> stops,
        List<ShownQueue.Mend> mend) {
    private static final String HOME = "/desk/applications";

    /** One piece in the row above the form. */
    record Stop(String slug, String state, @Nullable String href) {}

    /** One month of the year. */
    record Month(int number, boolean checked) {}

    /** One raw lot's fields, as they are named in the form. */
    record Lot(int number, Field what, Field county, Field kilograms, Field households, Field document) {}

    /** One field with what stands in it and what is wrong with it. */
    record Field(String name, String value, @Nullable String error) {}

    /** One thing that is missing, in words, and the piece to mend it in. */
    record Gap(String label, String message, String href) {}

    static PieceFrame blank() {
        List<Stop> stops = new ArrayList<>();
        for (Piece piece : Piece.values()) {
            stops.add(new Stop(piece.slug(), piece == Piece.PRODUCT ? "current" : "open", null));
        }
        return new PieceFrame(null, "", "", Piece.PRODUCT.slug(), HOME, null, stops, List.of());
    }

    static PieceFrame of(ApplicationView view, Piece here, Progress progress, List<ShownQueue.Mend> mend) {
        List<Stop> stops = new ArrayList<>();
        for (Progress.Part part : progress.parts()) {
            boolean current = part.piece() == here;
            String state = current ? "current" : part.state() == Piece.State.DONE ? "done" : "open";
            stops.add(new Stop(part.piece().slug(), state, current ? null : address(view.id(), part.piece())));
        }
        ApplicationDraft product = view.product();
        return new PieceFrame(
                view.id(),
                product.nameZh(),
                product.nameEn() == null ? "" : product.nameEn(),
                here.slug(),
                address(view.id(), here),
                here.before().map(before -> address(view.id(), before)).orElse(null),
                stops,
                mend);
    }

    static String address(UUID id, Piece piece) {
        return HOME + "/" + id + "/pieces/" + piece.slug();
    }

    static List<Month> months(Form form) {
        List<String> chosen = List.of(form.value("harvestMonths").split("\\D+"));
        return IntStream.rangeClosed(1, Drafts.MONTHS)
                .mapToObj(month -> new Month(month, chosen.contains(String.valueOf(month))))
                .toList();
    }

    static List<Lot> lots(Form form) {
        return IntStream.range(0, PieceForm.LOTS)
                .mapToObj(row -> new Lot(
                        row + 1,
                        field(form, row, "what"),
                        field(form, row, "countyCode"),
                        field(form, row, "grams"),
                        field(form, row, "households"),
                        field(form, row, "document")))
                .toList();
    }

    static List<Gap> gaps(UUID id, Progress progress, String language) {
        return progress.gaps().stream().map(gap -> gap(id, gap, language)).toList();
    }

    private static Gap gap(UUID id, FieldError error, String language) {
        String field = error.pointer().substring(1).split("[/-]", 2)[0];
        return new Gap(
                Messages.get(language, "field." + field),
                Messages.get(
                        language, "problem." + error.code(), error.arguments().toArray()),
                address(id, Piece.at(error.pointer())) + "#" + field);
    }

    private static Field field(Form form, int row, String part) {
        String name = PieceForm.lot(row, part);
        return new Field(name, form.value(name), form.error(name));
    }

    /** The months that were ticked, as the form keeps them. */
    static Map<String, String> joined(Map<String, List<String>> posted) {
        Map<String, String> values = new HashMap<>();
        posted.forEach(
                (name, all) -> values.put(name, name.equals("harvestMonths") ? String.join(" ", all) : all.get(0)));
        return values;
    }
}
