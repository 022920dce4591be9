package org.bangxiao.order;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bangxiao.catalogue.GiftBoxView;
import org.bangxiao.catalogue.SaleableListing;
import org.bangxiao.freight.Freight;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Problem.Kind;
import org.bangxiao.region.Label;
import org.bangxiao.region.Provinces;

/** What can go wrong between the cart and the door. */
final class OrderProblems {
    private OrderProblems() {}

    static Problem cartEmpty() {
        return Problem.of(Kind.CONFLICT, "cart-empty");
    }

    /** The cart was ordered, or changed in another window, since this page was opened. */
    static Problem cartChanged() {
        return Problem.of(Kind.CONFLICT, "cart-changed");
    }

    static Problem totalChanged(long seenFen, long nowFen) {
        return Problem.of(Kind.CONFLICT, "total-changed", Money.yuan(seenFen), Money.yuan(nowFen));
    }

    static Problem unavailable(List<UUID> listings) {
        return Problem.fields(listings.stream()
                .map(id -> new Problem.FieldError("/lines/" + id, "listing-unavailable", List.of()))
                .toList());
    }

    /**
     * A gift box goes into the cart whole or not at all: of these goods too few are left, beside what is in the cart.
     *
     * @param possible how many boxes could be put in still
     */
    static Problem boxShort(List<GiftBoxView.Item> goods, long possible) {
        return box("box-short", goods, possible);
    }

    /** These goods of the gift box cannot be bought now in any number. */
    static Problem boxIncomplete(List<GiftBoxView.Item> goods) {
        return box("box-incomplete", goods, 0);
    }

    static Problem boxes(int most) {
        return Problem.field("/boxes", "quantity-invalid", 1, most);
    }

    private static Problem box(String code, List<GiftBoxView.Item> goods, long possible) {
        return Problem.field(
                "/boxes",
                code,
                goods.stream().map(GiftBoxView.Item::nameZh).collect(Collectors.joining("\u3001")),
                goods.stream()
                        .map(item -> item.nameEn().isBlank() ? item.nameZh() : item.nameEn())
                        .collect(Collectors.joining(", ")),
                possible);
    }

    /** Each of the goods by its name, in both languages, and the province. */
    static Problem notDelivered(List<SaleableListing> goods, String province) {
        Label to = Provinces.of(province).orElseThrow().name();
        return Problem.fields(goods.stream()
                .map(one -> new Problem.FieldError(
                        "/lines/" + one.listingId(),
                        "not-delivered-there",
                        List.of(one.nameZh(), one.nameEn(), to.zh(), to.en())))
                .toList());
    }

    /**
     * The goods of one supplier are not worth enough to be sent there: one of them by its name, in both languages, what is
     * asked and what is missing, in yuan.
     */
    static Problem belowLeast(SaleableListing one, Freight freight) {
        return Problem.of(
                Kind.CONFLICT,
                "order-below-least",
                one.nameZh(),
                one.nameEn(),
                Money.yuan(Objects.requireNonNull(freight.leastFen())),
                Money.yuan(Objects.requireNonNull(freight.forLeast())));
    }

    static Problem addressBookFull(int most) {
        return Problem.of(Kind.CONFLICT, "address-book-full", most);
    }

    static Problem tooManyUnpaid(int most) {
        return Problem.of(Kind.CONFLICT, "purchases-unpaid-too-many", most);
    }

    static Problem quantity() {
        return Problem.field("/quantity", "quantity-invalid", 1, 9999);
    }

    /** A certificate in it was stopped after it was paid; an office decides first. */
    static Problem stopped() {
        return Problem.of(Kind.CONFLICT, "order-stopped");
    }

    static Problem refundDecided() {
        return Problem.of(Kind.CONFLICT, "order-refund-decided");
    }

    static Problem stopDecided() {
        return Problem.of(Kind.CONFLICT, "order-stop-decided");
    }

    /** It holds goods that the agent has no mandate for; the supplier sends it. */
    static Problem notWhollyMandated() {
        return Problem.of(Kind.CONFLICT, "order-not-wholly-mandated");
    }

    static Problem wrongState(String state) {
        return Problem.of(Kind.CONFLICT, "order-wrong-state", state);
    }

    /** All of it is on its way, by another clerk perhaps. */
    static Problem shippedAlready() {
        return Problem.of(Kind.CONFLICT, "order-shipped-already");
    }

    /** Another parcel went out since the page was opened. */
    static Problem shippedMeanwhile() {
        return Problem.of(Kind.CONFLICT, "order-shipped-meanwhile");
    }

    /** Of that line only so many still have to be sent. */
    static Problem lineShipped(int lineNo, long due) {
        return Problem.of(Kind.CONFLICT, "order-line-shipped", lineNo, due);
    }

    /** Goods sold by weight have to be weighed before they go out. */
    static Problem weightMissing(int lineNo) {
        return weight(lineNo, "weight-missing");
    }

    /** What goes out weighs so little that it is not what was bought: that is for the buyer to decide on, not a rest. */
    static Problem weightShort(int lineNo, long leastGrams) {
        return weight(lineNo, "weight-short", leastGrams);
    }

    /** What goes out again weighs less than what the buyer has paid for. */
    static Problem exchangeShort(int lineNo, long leastGrams) {
        return weight(lineNo, "exchange-weight-short", leastGrams);
    }

    /** More than that is a slip of the finger, or kilograms where grams were asked for. */
    static Problem weightUnlikely(int lineNo, long mostGrams) {
        return weight(lineNo, "weight-unlikely", mostGrams);
    }

    /** That line is sold by the piece. */
    static Problem notWeighed(int lineNo) {
        return weight(lineNo, "weight-not-asked");
    }

    private static Problem weight(int lineNo, String code, Object... arguments) {
        return Problem.field("/lines/" + lineNo + "/grams", code, arguments);
    }

    /** Sold in advance: it goes out at the earliest that day. */
    static Problem tooEarly(LocalDate earliest) {
        return Problem.of(Kind.CONFLICT, "order-too-early", earliest.toString());
    }

    /** Its window is not over, or it has none: a claim is the way to get the money back. */
    static Problem notLate() {
        return Problem.of(Kind.CONFLICT, "order-not-late");
    }

    /** A supplier has accepted an order of it, or nothing of it will be sent. */
    static Problem receiverFixed() {
        return Problem.of(Kind.CONFLICT, "receiver-fixed");
    }

    /** Freight was reckoned for the province that was said first. */
    static Problem otherProvince() {
        return Problem.field("/province", "receiver-province");
    }

    /** It is not cancelled for nothing any more: a claim is the way to get the money back. */
    static Problem visitCancelOver() {
        return Problem.of(Kind.CONFLICT, "visit-cancel-over");
    }

    /** Guests come; nothing of it is sent. */
    static Problem visitNotSent() {
        return Problem.of(Kind.CONFLICT, "visit-not-sent");
    }

    /** None of the reader's guests has that code, or their day has not come. */
    static Problem visitCodeUnknown() {
        return Problem.field("/code", "visit-code-unknown");
    }

    /** That guest was here already. */
    static Problem visitCodeUsed() {
        return Problem.field("/code", "visit-code-used");
    }

    static Problem parcelEntered() {
        return Problem.of(Kind.CONFLICT, "parcel-entered-already");
    }

    static Problem nothingToPrint() {
        return Problem.of(Kind.CONFLICT, "order-nothing-to-print");
    }
}
