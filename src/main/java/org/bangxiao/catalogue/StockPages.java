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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.web.CsvFile;
import org.bangxiao.platform.web.CsvLines;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.Messages;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.Shell;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The stock of one of the supplier's goods: how much there is, why it changed, and a form to change it. */
@Path("/desk/listings/{id}/stock")
@Cancellable(false)
@RolesAllowed(Role.SUPPLIER)
@Produces(MediaType.TEXT_HTML)
class StockPages {
    private static final int A_PAGE = 50;
    private static final int FILE_PIECE = 500;

    @CheckedTemplate(basePath = "catalogue", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance stock(
                ListingView listing,
                List<StockMovement> movements,
                Form form,
                @Nullable String next,
                @Nullable String first);
    }

    private final Listings listings;
    private final StockBook book;
    private final CurrentActor actor;
    private final Shell shell;

    StockPages(Listings listings, StockBook book, CurrentActor actor, Shell shell) {
        this.listings = listings;
        this.book = book;
        this.actor = actor;
        this.shell = shell;
    }

    @GET
    public Uni<TemplateInstance> stock(@PathParam("id") UUID id, @QueryParam("cursor") @Nullable String cursor) {
        return page(id, cursor, Form.of(Map.of("key", Ids.next().toString())));
    }

    @GET
    @Path("export")
    @Produces("text/csv")
    public RestMulti<String> export(@PathParam("id") UUID id) {
        String language = shell.locale();
        Actor reader = actor.required();
        return RestMulti.fromUniResponse(
                listings.find(id, reader),
                listing -> CsvFile.pages(
                        "stock.csv",
                        Stream.of("stock.at", "stock.kind", "stock.pieces", "stock.note", "stock.by")
                                .map(key -> Messages.get(language, key))
                                .toList(),
                        cursor -> book.movements(id, reader, cursor, FILE_PIECE),
                        moved -> CsvLines.of(
                                moved.at(),
                                Messages.get(language, "stock.kind." + moved.kind()),
                                moved.quantity(),
                                moved.note(),
                                moved.by())),
                listing -> Map.of("Content-Disposition", List.of("attachment; filename=\"stock.csv\"")));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> change(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return Uni.createFrom()
                .deferred(() -> book.change(id, asked(form), "desk:" + form.value("key"), actor.required()))
                .map(done -> Redirect.to("/desk/listings/" + id + "/stock", "flash.saved"))
                .onFailure(ListingPages::onTheForm)
                .recoverWithUni(problem -> ListingPages.html(page(id, null, form.with((Problem) problem))));
    }

    private Uni<TemplateInstance> page(UUID id, @Nullable String cursor, Form form) {
        String here = "/desk/listings/" + id + "/stock";
        return listings.find(id, actor.required())
                .chain(listing -> book.movements(id, actor.required(), cursor, A_PAGE)
                        .map(page -> Templates.stock(
                                listing,
                                page.items(),
                                form,
                                page.next() == null ? null : here + "?cursor=" + page.next(),
                                cursor == null ? null : here)));
    }

    private static StockChange asked(Form form) {
        StockChange.Reason reason = Stream.of(StockChange.Reason.values())
                .filter(one -> one.name().equals(form.value("reason")))
                .findFirst()
                .orElse(null);
        return new StockChange(reason, ListingPages.whole(form, "quantity"), form.value("note"));
    }
}
