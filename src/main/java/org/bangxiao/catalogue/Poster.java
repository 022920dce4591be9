package org.bangxiao.catalogue;

import java.awt.Color;
import org.bangxiao.document.PictureSheet;
import org.bangxiao.kernel.Money;
import org.bangxiao.platform.web.Messages;
import org.jspecify.annotations.Nullable;

/** A picture of a product to hand on: what it is, where it comes from, what it costs and a code that leads to its page. */
final class Poster {
    private static final int WIDTH = 750;
    private static final int HEAD = 96;
    private static final int BODY = 570;
    private static final int EDGE = 40;
    private static final int CODE = 250;
    private static final int INSIDE = WIDTH - 2 * EDGE;
    private static final int BESIDE_CODE = INSIDE - CODE - 20;
    private static final int LARGE = 54;
    private static final int PRICE = 72;
    private static final int USUAL = 30;
    private static final int SMALL = 26;
    private static final Color BRAND = new Color(0x1F, 0x6B, 0x4A);
    private static final Color INK = new Color(0x1C, 0x24, 0x20);
    private static final Color GREY = new Color(0x56, 0x60, 0x5A);
    private static final Color FIRE = new Color(0xB3, 0x3A, 0x0E);

    private final ProductView product;
    private final String language;
    private final String address;

    /**
     * @param language of its words, one of {@link Messages#LANGUAGES}
     * @param address  of the product's page, whole
     */
    Poster(ProductView product, String language, String address) {
        this.product = product;
        this.language = language;
        this.address = address;
    }

    /** All that is said on it: the same text, the same picture. */
    String content() {
        ProductCard card = product.card();
        return String.join(
                "\n",
                name(),
                place(),
                price(),
                card.unit(),
                card.certificateNumber(),
                households(),
                address,
                card.picture());
    }

    /** @param photograph the first picture of the goods; null where there is none */
    byte[] png(byte[] typeface, byte @Nullable [] photograph) {
        int top = photograph == null ? HEAD : HEAD + WIDTH;
        PictureSheet sheet = new PictureSheet(typeface, WIDTH, top + BODY);
        sheet.fill(BRAND, 0, 0, WIDTH, HEAD);
        sheet.words(said("poster.head"), EDGE, 30, 34, Color.WHITE, INSIDE, 1);
        if (photograph != null) {
            sheet.photograph(photograph, 0, HEAD, WIDTH);
        }
        int y = sheet.words(name(), EDGE, top + 28, LARGE, INK, INSIDE, 2);
        y = sheet.words(place(), EDGE, y + 4, USUAL, GREY, INSIDE, 1);
        sheet.words(price(), EDGE, y + 16, PRICE, FIRE, INSIDE, 1);
        int behind = EDGE + sheet.width(price(), PRICE) + 16;
        sheet.words("/ " + product.card().unit(), behind, y + 52, USUAL, GREY, WIDTH - EDGE - behind, 1);
        int foot = top + BODY - CODE - 20;
        sheet.code(address, WIDTH - EDGE - CODE, foot, CODE);
        int line = foot + 40;
        if (!households().isEmpty()) {
            line = sheet.words(households(), EDGE, line, USUAL, BRAND, BESIDE_CODE, 2) + 6;
        }
        line = sheet.words(said("product.certificate"), EDGE, line, SMALL, GREY, BESIDE_CODE, 1);
        line = sheet.words(product.card().certificateNumber(), EDGE, line, SMALL, INK, BESIDE_CODE, 2);
        sheet.words(said("poster.scan"), EDGE, line + 10, SMALL, GREY, BESIDE_CODE, 1);
        return sheet.png();
    }

    private String name() {
        return pick(product.card().nameZh(), product.card().nameEn());
    }

    private String place() {
        return pick(product.prefectureNameZh(), product.prefectureNameEn()) + " · "
                + pick(product.card().countyNameZh(), product.card().countyNameEn());
    }

    private String price() {
        return "¥" + Money.yuan(product.card().priceFen());
    }

    /** Nothing where they are too few to be counted in public. */
    private String households() {
        ProductCard card = product.card();
        return card.fewHouseholds() ? "" : Messages.get(language, "poster.households", card.households());
    }

    private String said(String key) {
        return Messages.get(language, key);
    }

    private String pick(String zh, String en) {
        return language.equals("en") && !en.isBlank() ? en : zh;
    }
}
