package org.bangxiao.certification;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bangxiao.kernel.Problem.FieldError;

/**
 * How far a draft is, piece by piece.
 *
 * @param ready true where nothing stands in the way of handing it in
 */
public record Progress(List<Part> parts, boolean ready) {
    /**
     * One piece.
     *
     * @param gaps what is missing or wrong, by field; none for the evidence, whose list stands in {@link Checklist}
     */
    public record Part(Piece piece, Piece.State state, List<FieldError> gaps) {}

    static Progress of(List<FieldError> gaps, Map<String, String> typed, Checklist checklist, boolean evidenceNeeded) {
        List<FieldError> all = new ArrayList<>();
        gaps.stream().filter(gap -> !typed.containsKey(field(gap.pointer()))).forEach(all::add);
        typed.forEach((field, text) -> all.add(new FieldError("/" + field, "field-invalid", List.of(text))));
        List<Part> parts = new ArrayList<>();
        for (Piece piece : Piece.values()) {
            List<FieldError> own =
                    all.stream().filter(gap -> Piece.at(gap.pointer()) == piece).toList();
            boolean done = switch (piece) {
                case PRODUCT, ORIGIN, LINK -> own.isEmpty();
                case EVIDENCE -> checklist.complete();
                case CHECK -> false;
            };
            parts.add(new Part(
                    piece,
                    done ? Piece.State.DONE : Piece.State.GAPS,
                    piece.fields().isEmpty() ? List.of() : own));
        }
        return new Progress(List.copyOf(parts), all.isEmpty() && (checklist.complete() || !evidenceNeeded));
    }

    /** What is missing or wrong in all of it. */
    public List<FieldError> gaps() {
        return parts.stream().flatMap(part -> part.gaps().stream()).toList();
    }

    /** The first piece that is not done; the last one where all are. */
    Piece current() {
        return parts.stream()
                .filter(part -> part.state() == Piece.State.GAPS)
                .map(Part::piece)
                .findFirst()
                .orElse(Piece.CHECK);
    }

    private static String field(String pointer) {
        return pointer.substring(1).replace('/', '-');
    }
}
