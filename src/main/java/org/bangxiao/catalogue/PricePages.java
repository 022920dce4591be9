package org.bangxiao.catalogue;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The tiers of one of the supplier's prices, a row for each; a row left empty is none. */
@Path("/desk/listings/{id}/prices")
@Cancellable(false)
@RolesAllowed(Role.SUPPLIER)
@Produces(MediaType.TEXT_HTML)
class PricePages {
    private static final int FREE_ROWS = 3;
    private static final List<String> FIELDS = List.of("fromQuantity", "price", "fromOn", "toOn");

    @CheckedTemplate(basePath = "catalogue", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance prices(ListingView listing, List<Integer> rows, Form form);
    }

    private final Listings listings;
    private final Pricing pricing;
    private final CurrentActor actor;

    PricePages(Listings listings, Pricing pricing, CurrentActor actor) {
        this.listings = listings;
        this.pricing = pricing;
        this.actor = actor;
    }

    @GET
    public Uni<TemplateInstance> prices(@PathParam("id") UUID id) {
        return pricing.find(id, actor.required()).chain(tiers -> page(id, filled(tiers)));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> change(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        List<Integer> rows = written(form);
        return Uni.createFrom()
                .deferred(() -> pricing.change(
                        id, rows.stream().map(row -> tier(form, row)).toList(), actor.required()))
                .map(done -> Redirect.to("/desk/listings/" + id, "flash.saved"))
                .onFailure(ListingPages::onTheForm)
                .recoverWithUni(problem -> ListingPages.html(page(id, form.with(atRow((Problem) problem, rows)))));
    }

    private Uni<TemplateInstance> page(UUID id, Form form) {
        return listings.find(id, actor.required()).map(listing -> Templates.prices(listing, rows(form), form));
    }

    /** Those that are written, and some more to write in. */
    private static List<Integer> rows(Form form) {
        int last = written(form).stream().mapToInt(row -> row + 1).max().orElse(0);
        return IntStream.range(0, Math.min(Pricing.MOST_TIERS, last + FREE_ROWS))
                .boxed()
                .toList();
    }

    private static List<Integer> written(Form form) {
        return IntStream.range(0, Pricing.MOST_TIERS)
                .filter(row -> FIELDS.stream()
                        .anyMatch(field -> !form.value(field + row).isEmpty()))
                .boxed()
                .toList();
    }

    private static PriceTier tier(Form form, int row) {
        String from = form.value("fromQuantity" + row);
        return new PriceTier(
                from.isEmpty() ? 1 : ListingPages.small(form, "fromQuantity" + row),
                ListingPages.fen(form, "price" + row),
                day(form, "fromOn" + row),
                day(form, "toOn" + row));
    }

    static @Nullable LocalDate day(Form form, String field) {
        try {
            return form.value(field).isEmpty() ? null : LocalDate.parse(form.value(field));
        } catch (DateTimeException e) {
            throw Problem.field("/" + field, "date-invalid");
        }
    }

    private static Form filled(List<PriceTier> tiers) {
        Map<String, String> values = new HashMap<>();
        for (int row = 0; row < tiers.size(); row++) {
            PriceTier tier = tiers.get(row);
            values.put("fromQuantity" + row, String.valueOf(tier.fromQuantity()));
            values.put("price" + row, Money.yuan(tier.priceFen()));
            if (tier.fromOn() != null && tier.toOn() != null) {
                values.put("fromOn" + row, tier.fromOn().toString());
                values.put("toOn" + row, tier.toOn().toString());
            }
        }
        return Form.of(values);
    }

    /** {@code /tiers/1/priceFen} is the price of the second row that was written. */
    private static Problem atRow(Problem problem, List<Integer> rows) {
        List<Problem.FieldError> errors = new ArrayList<>();
        for (Problem.FieldError error : problem.errors()) {
            String[] parts = error.pointer().split("/", -1);
            errors.add(
                    parts.length < 4
                            ? error
                            : new Problem.FieldError(
                                    "/" + (parts[3].equals("priceFen") ? "price" : parts[3])
                                            + rows.get(Integer.parseInt(parts[2])),
                                    error.code(),
                                    error.arguments()));
        }
        return errors.isEmpty() ? problem : Problem.fields(errors);
    }
}
