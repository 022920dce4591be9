package org.bangxiao.catalogue;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.web.WithTables;
import org.bangxiao.region.County;
import org.bangxiao.region.Label;
import org.bangxiao.region.Named;
import org.bangxiao.region.Pairing;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Goods by where they come from: counties and prefectures, each with its page. */
@Path("/")
@Cancellable(false)
@WithTables
@PermitAll
@Produces(MediaType.TEXT_HTML)
class PlacePages {
    /**
     * A county as its page shows it, in the words of the day.
     *
     * @param tier   what kind of poor county it was
     * @param word   what such a county is called today
     * @param groups memberships, the latest first
     * @param paired the city that helps it today; null where none does
     * @param past   cities that helped it before
     */
    record Shown(
            County county,
            Label tier,
            Label word,
            Label province,
            List<Group> groups,
            @Nullable Pairing paired,
            List<Pairing> past) {}

    /** Belonging to a group of counties; a missing day is not proven or still open. */
    record Group(
            Label name, @Nullable LocalDate from, @Nullable LocalDate to, boolean today) {}

    /** A prefecture with its counties. */
    record Prefecture(String code, Label name, List<County> counties) {}

    /**
     * A prefecture as its own page shows it.
     *
     * @param counties those of its counties that have pages, each with the city that helps it today
     */
    record Hall(String code, Label name, Label province, Label word, List<Member> counties) {}

    /** @param paired null where no city helps it today */
    record Member(County county, Label tier, @Nullable Pairing paired) {}

    @CheckedTemplate(basePath = "catalogue", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance county(
                Shown shown, List<ProductCard> products, List<ProductCard> unsold, long total, boolean more);

        static native TemplateInstance prefecture(
                Hall hall, List<ProductCard> products, List<ProductCard> unsold, long total, boolean more);

        static native TemplateInstance counties(List<Prefecture> prefectures);
    }

    private static final int UNSOLD_SHOWN = 4;
    private static final int DAY_SECONDS = 86_400;

    private final PolicyPacks packs;
    private final Products products;
    private final Origins origins;
    private final BusinessClock clock;

    PlacePages(PolicyPacks packs, Products products, Origins origins, BusinessClock clock) {
        this.packs = packs;
        this.products = products;
        this.origins = origins;
        this.clock = clock;
    }

    @GET
    @Path("counties")
    public TemplateInstance counties() {
        Map<String, List<County>> byPrefecture = new LinkedHashMap<>();
        origins.counties()
                .forEach(county -> byPrefecture
                        .computeIfAbsent(county.prefectureCode(), code -> new ArrayList<>())
                        .add(county));
        return Templates.counties(byPrefecture.values().stream()
                .map(inIt ->
                        new Prefecture(inIt.get(0).prefectureCode(), inIt.get(0).prefecture(), inIt))
                .toList());
    }

    /** A county by any code it has had, or a prefecture that has such counties. */
    @GET
    @Path("counties/{code}")
    public Uni<TemplateInstance> place(@PathParam("code") String code) {
        PolicyPack pack = packs.forArea(code).orElseThrow(Problem::notFound);
        County county = pack.county(code).orElse(null);
        Hall hall = county == null ? hall(pack, code) : null;
        ProductFilter filter = ProductFilter.NOTHING.county(county == null ? code : county.code());
        return goods(filter)
                .chain(shelf -> unsold(filter).map(unsold -> {
                    List<ProductCard> cards = shelf.page().items();
                    long total = shelf.page().total();
                    boolean more = shelf.page().next() != null;
                    return county == null
                            ? Templates.prefecture(Objects.requireNonNull(hall), cards, unsold, total, more)
                            : Templates.county(shown(pack, county), cards, unsold, total, more);
                }));
    }

    /** Where it lies in its province; {@code not-found} for what has no page. */
    @GET
    @Path("counties/{code}/map.svg")
    @Produces({"image/svg+xml", MediaType.TEXT_HTML})
    public Response map(@PathParam("code") String code) {
        PolicyPack pack = packs.forArea(code).orElseThrow(Problem::notFound);
        String current = pack.county(code)
                .map(County::code)
                .orElseGet(() -> hall(pack, code).code());
        CacheControl day = new CacheControl();
        day.setMaxAge(DAY_SECONDS);
        return Response.ok(PositionMap.of(current), "image/svg+xml")
                .cacheControl(day)
                .build();
    }

    private Hall hall(PolicyPack pack, String code) {
        LocalDate today = clock.today();
        List<Member> counties = pack.counties().stream()
                .filter(county -> county.prefectureCode().equals(code))
                .map(county -> new Member(
                        county,
                        name(pack.countyTiers(), county.tier()),
                        pack.pairingOn(county.code(), today).orElse(null)))
                .toList();
        if (counties.isEmpty()) {
            throw Problem.notFound();
        }
        return new Hall(
                code,
                counties.get(0).county().prefecture(),
                pack.name(),
                pack.wordsOn(today).county(),
                counties);
    }

    private Uni<ProductShelf> goods(ProductFilter filter) {
        return products.shelf(ProductQuery.fresh(filter));
    }

    /** What an officer found to lie unsold there, a row of it. */
    private Uni<List<ProductCard>> unsold(ProductFilter filter) {
        return products.shelf(
                        new ProductQuery("", filter.needsBuyers(true), ProductQuery.Sort.SEASON, null, UNSOLD_SHOWN))
                .map(shelf -> shelf.page().items());
    }

    private Shown shown(PolicyPack pack, County county) {
        LocalDate today = clock.today();
        List<Group> groups = county.groups().stream()
                .sorted(Comparator.comparing(
                                County.Membership::from, Comparator.nullsFirst(Comparator.<LocalDate>naturalOrder()))
                        .reversed())
                .map(member -> new Group(
                        name(pack.countyGroups(), member.group()),
                        member.from(),
                        member.to(),
                        county.in(member.group(), today)))
                .toList();
        Pairing paired = pack.pairingOn(county.code(), today).orElse(null);
        List<Pairing> past = pack.pairings().stream()
                .filter(pairing -> pairing.countyCode().equals(county.code()) && !pairing.equals(paired))
                .sorted(Comparator.comparing(Pairing::from).reversed())
                .toList();
        return new Shown(
                county,
                name(pack.countyTiers(), county.tier()),
                pack.wordsOn(today).county(),
                pack.name(),
                groups,
                paired,
                past);
    }

    private static Label name(List<Named> all, String id) {
        return all.stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow()
                .name();
    }
}
