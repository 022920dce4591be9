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
        return tooFew("stock-short", shortages);
    }

    /** The same of places on the days chosen. */
    static Problem placesShort(List<StockRepository.Shortage> shortages) {
        return tooFew("places-short", shortages);
    }

    private static Problem tooFew(String code, List<StockRepository.Shortage> shortages) {
        return Problem.of(
                Kind.CONFLICT,
                code,
                named(shortages, s -> s.nameZh() + " (" + s.canHave() + ")"),
                named(shortages, s -> english(s.nameEn(), s.nameZh()) + " (" + s.canHave() + ")"));
    }

    static Problem stockGone(List<StockRepository.Taken> gone) {
        return gone("stock-gone", gone);
    }

    static Problem placesGone(List<StockRepository.Taken> gone) {
        return gone("places-gone", gone);
    }

    private static Problem gone(String code, List<StockRepository.Taken> gone) {
        return Problem.of(
                Kind.CONFLICT,
                code,
                named(gone, StockRepository.Taken::nameZh),
                named(gone, t -> english(t.nameEn(), t.nameZh())));
    }

    /** Its kind is kept in stock, sent and weighed; only places are sold by the day. */
    static Problem daysOfServicesOnly() {
        return Problem.of(Kind.UNPROCESSABLE, "days-services-only");
    }

    /** What is sold by the day is not sold in advance to be sent, and the other way round. */
    static Problem byDayOrInAdvance() {
        return Problem.of(Kind.CONFLICT, "days-presold");
    }

    static Problem dayBooked() {
        return Problem.of(Kind.CONFLICT, "day-booked");
    }

    /** What is left of it is the places of its days. */
    static Problem stockByDay() {
        return Problem.of(Kind.CONFLICT, "stock-by-day");
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
