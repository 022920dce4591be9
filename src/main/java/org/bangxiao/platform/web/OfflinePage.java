package org.bangxiao.platform.web;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.Cancellable;

/** What a browser keeps to show where there is no network. */
@Path("/offline")
@Cancellable(false)
@PermitAll
@Produces(MediaType.TEXT_HTML)
class OfflinePage {
    @CheckedTemplate(basePath = "platform", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance offline();
    }

    @GET
    public TemplateInstance offline() {
        return Templates.offline();
    }
}
