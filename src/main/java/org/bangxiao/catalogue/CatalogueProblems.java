package org.bangxiao.catalogue;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Problem.Kind;
import org.bangxiao.platform.SqlState;

/** The facts that stop a listing or a sale off the shelf. */
final class CatalogueProblems {
    private CatalogueProblems() {}

    /** Each item by name with the pieces that could be had, Chinese first argument, English second. */
    static Problem stockShort(List<StockRepository.Shortage> shortages) {
        return Problem.of(
                Kind.CONFLICT,
                "stock-short",
                named(shortages, s -> s.nameZh() + " (" + s.canHave() + ")"),
                named(shortages, s -> english(s.nameEn(), s.nameZh()) + " (" + s.canHave() + ")"));
    }

    static Problem stockGone(List<StockRepository.Taken> gone) {
        return Problem.of(
                Kind.CONFLICT,
                "stock-gone",
                named(gone, StockRepository.Taken::nameZh),
                named(gone, t -> english(t.nameEn(), t.nameZh())));
    }

    /** No certificate of the caller's organisation holds for the product today; a stranger's product looks the same. */
    static Problem notCertified() {
        return Problem.of(Kind.UNPROCESSABLE, "product-not-certified");
    }

    static Problem listedAlready() {
        return Problem.of(Kind.CONFLICT, "product-listed-already");
    }

    /** Somebody saved another version since the page was opened. */
    static Problem changedMeanwhile() {
        return Problem.of(Kind.CONFLICT, "listing-changed-meanwhile");
    }

    /** The same of a gift box. */
    static Problem boxChangedMeanwhile() {
        return Problem.of(Kind.CONFLICT, "box-changed-meanwhile");
    }

    /** What was sold or is held for somebody cannot be taken off the shelf. */
    static Problem stockPromised() {
        return Problem.of(Kind.CONFLICT, "stock-promised");
    }

    static Problem picturesFull(int most) {
        return Problem.of(Kind.CONFLICT, "pictures-full", most);
    }

    static Problem pictureTwice() {
        return Problem.of(Kind.CONFLICT, "picture-twice");
    }

    static Throwable refusedListing(Throwable failure) {
        if (SqlState.violates(failure, "catalogue_product_listed_once")) {
            return listedAlready();
        }
        return SqlState.violates(failure, "catalogue_only_certified")
                        || SqlState.violates(failure, "catalogue_certified_product")
                ? notCertified()
                : failure;
    }

    static boolean movedBefore(Throwable failure) {
        return SqlState.violates(failure, "catalogue_moved_once");
    }

    static Problem alreadyMoved(Throwable failure) {
        return Problem.of(Kind.CONFLICT, "stock-moved-before");
    }

    private static <T> String named(List<T> items, Function<T, String> words) {
        return items.stream().map(words).collect(Collectors.joining(", "));
    }

    private static String english(String nameEn, String nameZh) {
        return nameEn.isBlank() ? nameZh : nameEn;
    }
}
