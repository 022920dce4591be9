package org.bangxiao.catalogue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bangxiao.kernel.Problem;

/**
 * A gift box as it is to be written.
 *
 * @param nameZh 1 to 40 characters
 * @param nameEn up to 80, may be empty
 * @param textZh up to 500, may be empty
 * @param textEn up to 1,000, may be empty
 * @param goods  2 to 10 of the supplier's own
 */
public record GiftBoxDraft(String nameZh, String nameEn, String textZh, String textEn, List<Part> goods) {
    /**
     * So many pieces of one of the goods.
     *
     * @param pieces 1 to 99 in each box
     */
    public record Part(UUID listingId, int pieces) {}

    static final int FEWEST_GOODS = 2;
    static final int MOST_GOODS = 10;
    static final int MOST_PIECES = 99;

    private static final int LONGEST_NAME_ZH = 40;
    private static final int LONGEST_NAME_EN = 80;
    private static final int LONGEST_TEXT_ZH = 500;
    private static final int LONGEST_TEXT_EN = 1_000;

    public GiftBoxDraft {
        nameZh = nameZh.strip();
        nameEn = nameEn.strip();
        textZh = textZh.strip();
        textEn = textEn.strip();
    }

    /** What is wrong with it whoever writes it; whether its goods can be in a box is asked of the shelf. */
    List<Problem.FieldError> faults() {
        List<Problem.FieldError> errors = new ArrayList<>();
        if (nameZh.isEmpty()) {
            errors.add(new Problem.FieldError("/nameZh", "field-required", List.of()));
        }
        length("/nameZh", nameZh, LONGEST_NAME_ZH, errors);
        length("/nameEn", nameEn, LONGEST_NAME_EN, errors);
        length("/textZh", textZh, LONGEST_TEXT_ZH, errors);
        length("/textEn", textEn, LONGEST_TEXT_EN, errors);
        if (goods.size() < FEWEST_GOODS || goods.size() > MOST_GOODS) {
            errors.add(new Problem.FieldError("/goods", "box-goods-count", List.of(FEWEST_GOODS, MOST_GOODS)));
        }
        Set<UUID> seen = new HashSet<>();
        for (Part part : goods) {
            if (!seen.add(part.listingId())) {
                errors.add(at(part.listingId(), "box-goods-twice"));
            }
            if (part.pieces() < 1 || part.pieces() > MOST_PIECES) {
                errors.add(at(part.listingId(), "box-pieces", 1, MOST_PIECES));
            }
        }
        return errors;
    }

    static Problem.FieldError at(UUID listing, String code, Object... arguments) {
        return new Problem.FieldError("/goods/" + listing, code, List.of(arguments));
    }

    private static void length(String pointer, String text, int longest, List<Problem.FieldError> errors) {
        if (text.codePointCount(0, text.length()) > longest) {
            errors.add(new Problem.FieldError(pointer, "field-too-long", List.of(longest)));
        }
    }
}
