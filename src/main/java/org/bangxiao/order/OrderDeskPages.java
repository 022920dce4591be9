package org.bangxiao.order;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bangxiao.catalogue.SendWindow;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.web.CsvFile;
import org.bangxiao.platform.web.CsvLines;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Messages;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.Shell;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The supplier's orders: what is paid, where it goes, that it is on its way; with papers for the box. */
@Path("/desk/orders")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Role.SUPPLIER)
class OrderDeskPages {
    private static final String HOME = "/desk/orders";
    private static final String PDF = "application/pdf";
    private static final int SIZE = 20;
    private static final int FILE_PIECE = 200;

    /** One of the views: its link, and how many wait there; below 0 where nobody counts. */
    record Tab(String key, String link, long waiting, boolean current) {}

    @CheckedTemplate(basePath = "order", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance desk(
                List<Tab> tabs,
                String view,
                String number,
                List<SupplierOrder> orders,
                String export,
                @Nullable String next,
                @Nullable String first,
                Form redeem);

        static native TemplateInstance deskOrder(SupplierOrder order, Form form);
    }

    private final Shipping shipping;
    private final Visits visits;
    private final OrderPapers papers;
    private final CurrentActor actor;
    private final Shell shell;

    OrderDeskPages(Shipping shipping, Visits visits, OrderPapers papers, CurrentActor actor, Shell shell) {
        this.shipping = shipping;
        this.visits = visits;
        this.papers = papers;
        this.actor = actor;
        this.shell = shell;
    }

    @GET
    public Uni<TemplateInstance> orders(
            @QueryParam("view") @DefaultValue("all") String named,
            @QueryParam("number") @DefaultValue("") String number,
            @QueryParam("cursor") @Nullable String cursor) {
        return page(Shipping.View.of(named), number, cursor, Form.empty());
    }

    private Uni<TemplateInstance> page(Shipping.View view, String number, @Nullable String cursor, Form redeem) {
        String here = "?view=" + view.key() + "&number=" + URLEncoder.encode(number, StandardCharsets.UTF_8);
        return shipping.waiting(actor.required())
                .chain(waiting -> shipping.page(actor.required(), view, number, cursor, SIZE)
                        .map(page -> Templates.desk(
                                tabs(view, waiting),
                                view.key(),
                                number,
                                page.items(),
                                HOME + "/export" + here,
                                page.next() == null ? null : HOME + here + "&cursor=" + page.next(),
                                cursor == null ? null : HOME + here,
                                redeem)));
    }

    @GET
    @Path("export")
    @Produces("text/csv")
    public RestMulti<String> export(
            @QueryParam("view") @Nullable String view, @QueryParam("number") @DefaultValue("") String number) {
        String language = shell.locale();
        var reader = actor.required();
        return CsvFile.pages(
                "orders.csv",
                Stream.of(
                                "order.number",
                                "shipping.stage",
                                "purchase.placed-at",
                                "presale.send-from",
                                "presale.send-to",
                                "days.day",
                                "shipping.goods",
                                "checkout.freight",
                                "coupon.off",
                                "coupon.subsidy",
                                "cart.total",
                                "purchase.receiver",
                                "shipping.parcels")
                        .map(key -> Messages.get(language, key))
                        .toList(),
                cursor -> shipping.page(reader, Shipping.View.of(view), number, cursor, FILE_PIECE),
                order -> CsvLines.of(
                        order.number(),
                        Messages.get(language, "shipping.stage." + order.stage()),
                        BusinessClock.dayOf(order.placedAt()),
                        day(order, SendWindow::from),
                        day(order, SendWindow::to),
                        order.visit() == null ? "" : order.visit().day(),
                        goods(order, language),
                        Money.yuan(order.freightFen()),
                        Money.yuan(order.discountFen()),
                        Money.yuan(order.subsidyFen()),
                        Money.yuan(order.totalFen()),
                        order.receiver(),
                        order.parcels().stream()
                                .map(parcel -> parcel.carrier() + " " + parcel.trackingNumber())
                                .collect(Collectors.joining("; "))));
    }

    @GET
    @Path("{id}")
    public Uni<TemplateInstance> order(@PathParam("id") UUID id) {
        return page(id, Form.empty());
    }

    @POST
    @Path("accept")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> accept(MultivaluedMap<String, String> posted) {
        Set<UUID> chosen = chosen(posted);
        String back = Redirect.local(Form.of(posted).value("back"), HOME + "?view=accept");
        return chosen.isEmpty()
                ? Uni.createFrom().item(Redirect.to(back, "flash.orders-none-chosen"))
                : shipping.accept(actor.required(), chosen).map(done -> Redirect.to(back, "flash.orders-accepted"));
    }

    @POST
    @Path("slips")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces({PDF, MediaType.TEXT_HTML})
    public Uni<Response> slips(MultivaluedMap<String, String> posted) {
        return paper(posted, "slips", false);
    }

    @POST
    @Path("labels")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces({PDF, MediaType.TEXT_HTML})
    public Uni<Response> labels(MultivaluedMap<String, String> posted) {
        return paper(posted, "labels", true);
    }

    @POST
    @Path("redeem")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> redeem(MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                visits.redeem(actor.required(), form.value("code"))
                        .map(order -> Redirect.to(HOME + "/" + order, "flash.visited")),
                form,
                again -> page(Shipping.View.VISIT, "", null, again));
    }

    @POST
    @Path("{id}/ship")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> ship(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> shipping.ship(actor.required(), id, shipment(form)))
                        .onFailure(Problem.class)
                        .transform(ClaimForm::atFields)
                        .map(done -> Redirect.to(HOME + "/" + id, "flash.shipped")),
                form,
                again -> page(id, again));
    }

    private Uni<TemplateInstance> page(UUID id, Form form) {
        return shipping.find(actor.required(), id).map(order -> Templates.deskOrder(order, form));
    }

    private Uni<Response> paper(MultivaluedMap<String, String> posted, String name, boolean labels) {
        Set<UUID> chosen = chosen(posted);
        if (chosen.isEmpty()) {
            return Uni.createFrom().item(Redirect.to(HOME + "?view=send", "flash.orders-none-chosen"));
        }
        return shipping.papers(actor.required(), chosen)
                .chain(orders -> labels ? papers.labels(orders) : papers.slips(orders))
                .map(pdf -> Response.ok(pdf, PDF)
                        .header("Content-Disposition", "inline; filename=\"" + name + ".pdf\"")
                        .build());
    }

    private static List<Tab> tabs(Shipping.View current, List<Long> waiting) {
        List<Shipping.View> views = List.of(Shipping.View.values());
        return views.stream()
                .map(view -> new Tab(
                        "shipping.view." + view.key(),
                        HOME + "?view=" + view.key(),
                        views.indexOf(view) < waiting.size() ? waiting.get(views.indexOf(view)) : -1,
                        view == current))
                .toList();
    }

    /** The pieces that were typed beside each line; a line left empty or at nil stays for the next parcel. */
    private static Shipment shipment(Form form) {
        List<Shipment.Piece> pieces = new ArrayList<>();
        for (String line : form.value("lines").split(",", 0)) {
            String typed = form.value("quantity-" + line);
            if (line.isEmpty() || typed.isEmpty() || typed.equals("0")) {
                continue;
            }
            if (!typed.matches("\\d{1,4}") || !line.matches("\\d{1,4}")) {
                throw Problem.field("/quantity-" + line, "number-unreadable");
            }
            pieces.add(new Shipment.Piece(Integer.parseInt(line), Long.parseLong(typed), grams(form, "grams-" + line)));
        }
        String seen = form.value("seenParcels");
        return new Shipment(
                form.value("carrier"),
                form.value("trackingNumber"),
                pieces,
                seen.matches("\\d{1,6}") ? Integer.valueOf(seen) : null);
    }

    /** What the scales showed; null for an empty field. */
    static @Nullable Long grams(Form form, String field) {
        String typed = form.value(field);
        if (typed.isEmpty()) {
            return null;
        }
        if (!typed.matches("\\d{1,8}")) {
            throw Problem.field("/" + field, "number-unreadable");
        }
        return Long.valueOf(typed);
    }

    private static Set<UUID> chosen(MultivaluedMap<String, String> posted) {
        Set<UUID> chosen = new LinkedHashSet<>();
        for (String id : posted.getOrDefault("order", List.of())) {
            try {
                chosen.add(UUID.fromString(id));
            } catch (IllegalArgumentException e) {
                throw Problem.notFound();
            }
        }
        return chosen;
    }

    private static Object day(SupplierOrder order, Function<SendWindow, LocalDate> end) {
        SendWindow window = order.window();
        return window == null ? "" : end.apply(window);
    }

    private static String goods(SupplierOrder order, String language) {
        return order.lines().stream()
                .map(line -> (language.equals("en") && !line.nameEn().isBlank() ? line.nameEn() : line.nameZh()) + " × "
                        + line.quantity())
                .collect(Collectors.joining("; "));
    }
}
