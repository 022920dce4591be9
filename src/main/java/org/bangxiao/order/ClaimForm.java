package org.bangxiao.order;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bangxiao.document.CheckedDocument;
import org.bangxiao.document.Documents;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** The form by which a buyer asks: its lines stand in three fields that repeat in one order. */
record ClaimForm(
        String cause,
        String wish,
        String content,
        List<String> line,
        List<String> quantity,
        List<String> amount,
        List<FileUpload> photos) {
    static ClaimForm of(
            @Nullable String cause,
            @Nullable String wish,
            @Nullable String content,
            @Nullable List<String> line,
            @Nullable List<String> quantity,
            @Nullable List<String> amount,
            @Nullable List<FileUpload> photos) {
        return new ClaimForm(
                cause == null ? "" : cause,
                wish == null ? "" : wish,
                content == null ? "" : content,
                line == null ? List.of() : line,
                quantity == null ? List.of() : quantity,
                amount == null ? List.of() : amount,
                photos == null
                        ? List.of()
                        : photos.stream().filter(file -> file.size() > 0).toList());
    }

    /** What was typed, each line's fields under their own names. */
    Form typed() {
        Map<String, String> values = new HashMap<>();
        values.put("cause", cause);
        values.put("wish", wish);
        values.put("content", content);
        for (int i = 0; i < line.size(); i++) {
            values.put("quantity-" + line.get(i), at(quantity, i));
            values.put("amount-" + line.get(i), at(amount, i));
        }
        return Form.of(values);
    }

    /** The draft once its pictures are looked at; fails at the field that is wrong. */
    Uni<ClaimDraft> draft(Documents documents) {
        List<ClaimDraft.Line> lines = lines();
        if (photos.size() > Claims.MOST_PHOTOS) {
            throw ClaimProblems.photo();
        }
        return Multi.createFrom()
                .iterable(photos)
                .onItem()
                .transformToUniAndConcatenate(photo -> documents.check(photo.uploadedFile()))
                .collect()
                .asList()
                .map(checked -> new ClaimDraft(cause(cause), wish(wish), content, lines, pictures(checked)));
    }

    static List<CheckedDocument> pictures(List<CheckedDocument> checked) {
        if (!checked.stream().allMatch(file -> file.facts().picture())) {
            throw ClaimProblems.photo();
        }
        return checked;
    }

    static Claim.@Nullable Cause cause(@Nullable String name) {
        for (Claim.Cause cause : Claim.Cause.values()) {
            if (cause.name().equals(name)) {
                return cause;
            }
        }
        return null;
    }

    /** Money, where nothing else is named. */
    static Claim.Wish wish(@Nullable String name) {
        return Claim.Wish.EXCHANGE.name().equals(name) ? Claim.Wish.EXCHANGE : Claim.Wish.MONEY;
    }

    /** The same problem with each line's field under the name that it has in the form. */
    static Problem atFields(Problem problem) {
        return problem.errors().isEmpty()
                ? problem
                : Problem.fields(problem.errors().stream()
                        .map(error -> new Problem.FieldError(
                                error.pointer().replaceFirst("^/lines/(\\d+)/(\\w+?)(Fen)?$", "/$2-$1"),
                                error.code(),
                                error.arguments()))
                        .toList());
    }

    private List<ClaimDraft.Line> lines() {
        List<ClaimDraft.Line> lines = new ArrayList<>();
        for (int i = 0; i < line.size(); i++) {
            String pieces = at(quantity, i).strip();
            if (pieces.isEmpty() || pieces.equals("0")) {
                continue;
            }
            if (!line.get(i).matches("\\d{1,6}") || !pieces.matches("\\d{1,9}")) {
                throw Problem.field("/quantity-" + line.get(i), "field-invalid", pieces);
            }
            lines.add(new ClaimDraft.Line(
                    Integer.parseInt(line.get(i)), Long.parseLong(pieces), fen(line.get(i), at(amount, i))));
        }
        return lines;
    }

    private static @Nullable Long fen(String line, String typed) {
        if (typed.isBlank()) {
            return null;
        }
        try {
            return Money.parseYuan(typed);
        } catch (NumberFormatException e) {
            throw Problem.field("/amount-" + line, "field-invalid", typed);
        }
    }

    private static String at(List<String> values, int i) {
        return i < values.size() ? values.get(i) : "";
    }
}
