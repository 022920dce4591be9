package org.bangxiao.catalogue;

import java.time.LocalDate;
import java.util.List;
import org.bangxiao.certification.SecondCertificate;
import org.jspecify.annotations.Nullable;

/**
 * A product on its own page.
 *
 * @param netWeightGrams     of one unit; null where it is not sold by weight
 * @param weighed            whether it is weighed when it is packed, and what it weighs less is paid back
 * @param shelf              when it is sent and how it keeps
 * @param certificateValidTo last day of the certificate
 * @param legs               where the price of one unit goes; empty where no agreement is in force
 * @param steps              from how many on its price falls today, and to what
 * @param delivery           what it weighs and what its supplier takes for sending it
 * @param answered           what was asked and answered
 * @param pictures           its supplier's own; empty where the drawing stands for it
 * @param boxes              the newest gift boxes that it is in and that can be bought
 * @param days               on which a service is booked; null of what is not sold by the day
 * @param seconds            certificates of others that hold today
 * @param wordZh             what such a product is called today
 */
public record ProductView(
        ProductCard card,
        String descriptionZh,
        String descriptionEn,
        String categoryNameZh,
        String categoryNameEn,
        String prefectureCode,
        String prefectureNameZh,
        String prefectureNameEn,
        String supplierNameZh,
        String supplierNameEn,
        @Nullable Long netWeightGrams,
        boolean weighed,
        ShelfData shelf,
        LocalDate certificateValidTo,
        List<Leg> legs,
        List<PriceTier> steps,
        Delivery delivery,
        Answered answered,
        List<GoodsPicture> pictures,
        List<GiftBoxLink> boxes,
        @Nullable OpenDays days,
        List<SecondCertificate> seconds,
        String wordZh,
        String wordEn) {}
