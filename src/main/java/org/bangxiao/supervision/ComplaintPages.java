package org.bangxiao.supervision;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Anybody complains about goods: the form, the receipt, and what became of it. */
@Path("/")
@Cancellable(false)
@PermitAll
@Produces(MediaType.TEXT_HTML)
class ComplaintPages {
    @CheckedTemplate(basePath = "supervision", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance complain(ComplaintRepository.Goods goods, List<Shown.Choice> kinds, Form form);

        static native TemplateInstance complaint(String receipt, boolean fresh, @Nullable Complaint complaint);
    }

    private final Complaints complaints;

    ComplaintPages(Complaints complaints) {
        this.complaints = complaints;
    }

    @GET
    @Path("products/{id}/complain")
    public Uni<TemplateInstance> form(@PathParam("id") UUID id) {
        return page(id, Form.empty());
    }

    @POST
    @Path("products/{id}/complain")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> complain(
            @PathParam("id") UUID id, MultivaluedMap<String, String> posted, @Context HttpServerRequest request) {
        Form form = Form.of(posted);
        Complaints.Draft draft = new Complaints.Draft(
                Form.constant(Complaint.About.class, form.value("about")),
                form.value("content"),
                form.value("contact"));
        Uni<Response> done = complaints
                .goods(id)
                .chain(goods ->
                        complaints.lodge(id, draft, request.remoteAddress().hostAddress()))
                .map(receipt -> Redirect.to(
                        "/complaints?fresh=true&receipt=" + URLEncoder.encode(receipt, StandardCharsets.UTF_8)));
        return FormAnswer.orAgain(done, form, again -> page(id, again));
    }

    /** What became of a complaint, by its receipt. */
    @GET
    @Path("complaints")
    public Uni<TemplateInstance> outcome(
            @QueryParam("receipt") @Nullable String receipt, @QueryParam("fresh") boolean fresh) {
        String asked = receipt == null ? "" : receipt.replace("\u0000", "").strip();
        return complaints.byReceipt(asked).map(found -> Templates.complaint(asked, fresh, found.orElse(null)));
    }

    private Uni<TemplateInstance> page(UUID id, Form form) {
        return complaints
                .goods(id)
                .map(goods ->
                        Templates.complain(goods, Shown.choices("supervision.about.", Complaint.About.values()), form));
    }
}
