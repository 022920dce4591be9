package org.bangxiao.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import org.bangxiao.demo.DemoHousehold.Standing;
import org.bangxiao.household.HouseholdStatus;

/** Makes the n-th household without any of the others. */
final class Households {
    private static final int PER_THOUSAND_MARGINAL = 10;
    private static final int PER_THOUSAND_MONITORED = 25;
    private static final int VILLAGES_PER_TOWN = 20;

    private final WorldScale scale;
    private final Layout layout;
    private final Dice dice;
    private final Words words;

    Households(WorldScale scale, Layout layout, Dice dice, Words words) {
        this.scale = scale;
        this.layout = layout;
        this.dice = dice;
        this.words = words;
    }

    DemoHousehold household(int number) {
        int county = layout.countyOfHousehold(number);
        int local = number - layout.firstHousehold[county];
        int village = local / scale.householdsPerVillage();
        Words.Word name = words.village(county, village);
        SplittableRandom random = dice.of("household", number);
        String head = words.person(random);
        int members = 1 + random.nextInt(4) + random.nextInt(4);
        String countyCode = layout.counties.get(county).code();
        return new DemoHousehold(
                number,
                countyCode,
                villageCode(countyCode, village),
                name.zh(),
                name.en(),
                head,
                head.substring(0, 1) + "**",
                Codes.idNumber(countyCode, local),
                Codes.bankAccount(number),
                Codes.phone(number),
                members,
                history(number));
    }

    /** GB/T 10114: towns count from 100, villages from 200. */
    static String villageCode(String countyCode, int village) {
        return countyCode
                + Codes.padded(3, 100 + village / VILLAGES_PER_TOWN)
                + Codes.padded(3, 200 + village % VILLAGES_PER_TOWN);
    }

    /** Whether the household may carry a benefit link; cheaper than making all of it. */
    boolean registered(int number) {
        return lot(number) >= PER_THOUSAND_MARGINAL;
    }

    private int lot(int number) {
        return dice.of("standing", number).nextInt(1_000);
    }

    private List<Standing> history(int number) {
        int lot = lot(number);
        SplittableRandom random = dice.of("history", number);
        if (lot < PER_THOUSAND_MARGINAL) {
            return List.of(new Standing(HouseholdStatus.MARGINAL, LocalDate.of(2020, 1 + random.nextInt(6), 15)));
        }
        LocalDate registered = LocalDate.of(2013 + random.nextInt(3), 12, 1 + random.nextInt(28));
        LocalDate lifted = LocalDate.of(2016 + random.nextInt(5), 11, 1 + random.nextInt(20));
        Standing first = new Standing(HouseholdStatus.REGISTERED_POOR, registered);
        Standing second = new Standing(HouseholdStatus.LIFTED, lifted);
        if (lot >= PER_THOUSAND_MARGINAL + PER_THOUSAND_MONITORED) {
            return List.of(first, second);
        }
        LocalDate monitored = LocalDate.of(2021 + random.nextInt(4), 1 + random.nextInt(12), 10);
        return List.of(first, second, new Standing(HouseholdStatus.MONITORED, monitored));
    }
}
