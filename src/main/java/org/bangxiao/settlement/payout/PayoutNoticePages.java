package org.bangxiao.settlement.payout;

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
import java.util.UUID;
import java.util.function.Supplier;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.WithTables;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The village's lists: hung out, objected to, acknowledged; good to print. */
@Path("/desk/payout-notices")
@Cancellable(false)
@WithTables
@Produces(MediaType.TEXT_HTML)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
class PayoutNoticePages {
    private static final String HOME = "/desk/payout-notices";
    private static final int LISTS_A_PAGE = 24;

    /** What the reader may do here: keep the list of a village, or answer for the county. */
    record May(boolean keep, boolean answer) {}

    @CheckedTemplate(basePath = "settlement", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance payoutNotices(
                List<PayoutNotice> notices, @Nullable String next, @Nullable String first);

        static native TemplateInstance payoutNotice(
                PayoutNotice notice, List<PayoutNotice.Line> toAsk, May may, Form form);
    }

    private final PayoutNotices notices;
    private final CurrentActor currentActor;

    PayoutNoticePages(PayoutNotices notices, CurrentActor currentActor) {
        this.notices = notices;
        this.currentActor = currentActor;
    }

    @GET
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR})
    public Uni<TemplateInstance> list(@QueryParam("cursor") @Nullable String cursor) {
        return notices.list(currentActor.required(), cursor == null ? "" : cursor, LISTS_A_PAGE)
                .map(page -> Templates.payoutNotices(
                        page.items(),
                        page.next() == null ? null : HOME + "?cursor=" + page.next(),
                        cursor == null ? null : HOME));
    }

    @GET
    @Path("/{batch}/{village}")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR})
    public Uni<TemplateInstance> one(@PathParam("batch") UUID batch, @PathParam("village") String village) {
        return page(batch, village, Form.empty());
    }

    @POST
    @Path("/{batch}/{village}")
    @RolesAllowed(Role.VILLAGE_OFFICER)
    public Uni<Response> post(@PathParam("batch") UUID batch, @PathParam("village") String village) {
        return done(batch, village, Form.empty(), () -> notices.post(currentActor.required(), batch, village));
    }

    @POST
    @Path("/{batch}/{village}/objections")
    @RolesAllowed(Role.VILLAGE_OFFICER)
    public Uni<Response> object(
            @PathParam("batch") UUID batch,
            @PathParam("village") String village,
            MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return done(
                batch,
                village,
                form,
                () -> notices.object(currentActor.required(), batch, village, form.value("text")));
    }

    @POST
    @Path("/{batch}/{village}/objections/{objection}/answer")
    @RolesAllowed(Role.COUNTY_OFFICER)
    public Uni<Response> answer(
            @PathParam("batch") UUID batch,
            @PathParam("village") String village,
            @PathParam("objection") UUID objection,
            MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return done(batch, village, form, () -> notices.answer(currentActor.required(), objection, form.value("text")));
    }

    @POST
    @Path("/{batch}/{village}/acknowledgements")
    @RolesAllowed(Role.VILLAGE_OFFICER)
    public Uni<Response> acknowledge(
            @PathParam("batch") UUID batch,
            @PathParam("village") String village,
            MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return done(
                batch,
                village,
                form,
                () -> notices.acknowledge(
                        currentActor.required(), idOf(form.value("item")), form.value("how"), form.value("who")));
    }

    private Uni<Response> done(UUID batch, String village, Form form, Supplier<Uni<PayoutNotice>> work) {
        return FormAnswer.orAgain(
                // Somebody else's list is no list, whatever the form says.
                Uni.createFrom()
                        .deferred(() -> notices.find(currentActor.required(), batch, village))
                        .chain(found -> work.get())
                        .map(notice -> Redirect.to(HOME + "/" + batch + "/" + village, "flash.payout-noticed")),
                form,
                again -> page(batch, village, again));
    }

    private Uni<TemplateInstance> page(UUID batch, String village, Form form) {
        Actor reader = currentActor.required();
        return notices.find(reader, batch, village)
                .map(notice -> Templates.payoutNotice(
                        notice,
                        notice.lines().stream()
                                .filter(line -> line.state().equals("PAID") && line.acknowledgedAt() == null)
                                .toList(),
                        new May(
                                reader.actsIn(Role.VILLAGE_OFFICER, village),
                                reader.actsIn(Role.COUNTY_OFFICER, village)),
                        form));
    }

    private static UUID idOf(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Problem.notFound();
        }
    }
}
