package org.bangxiao.demo;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a product's unit as the trade writes it: {@code 5斤/箱}, {@code 1只 约1.5千克 冰鲜}, {@code 230克×2瓶}. */
final class UnitText {
    /** @param approximate the seller says "about", as of a whole chicken */
    record NetWeight(long grams, boolean approximate) {}

    private static final Pattern WEIGHT =
            Pattern.compile("(?<about>约)?(?<amount>\\d+(\\.\\d+)?)(?<unit>千克|公斤|斤|克)(×(?<times>\\d+))?");

    private UnitText() {}

    /** Empty where the unit states no weight: volumes, pieces, sheets. */
    static Optional<NetWeight> netWeight(String unit) {
        Matcher weight = WEIGHT.matcher(unit);
        if (!weight.find()) {
            return Optional.empty();
        }
        BigDecimal grams = new BigDecimal(weight.group("amount"));
        switch (weight.group("unit")) {
            case "千克", "公斤" -> grams = grams.movePointRight(3);
            case "斤" -> grams = grams.multiply(BigDecimal.valueOf(500));
            default -> {}
        }
        String times = weight.group("times");
        if (times != null) {
            grams = grams.multiply(new BigDecimal(times));
        }
        return Optional.of(new NetWeight(grams.longValueExact(), weight.group("about") != null));
    }
}
