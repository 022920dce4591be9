package org.bangxiao.report;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.web.Form;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The trail of deeds on the desk of those who check, and as a file. */
@Path("/desk/audit")
@Cancellable(false)
@RolesAllowed({Role.AUDITOR, Role.ADMINISTRATOR})
class AuditPages {
    private static final int ROWS_A_PAGE = 50;
    /** Spreadsheets take a file for UTF-8 when it begins so. */
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private static final String HEADING = "at,account,role,action,subjectKind,subjectId,detail\r\n";

    @CheckedTemplate(basePath = "report", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance audit(
                Form form, List<AuditEntry> entries, String export, @Nullable String next, @Nullable String first);
    }

    /** What the search form sends. */
    static class Asked {
        @QueryParam("account")
        @DefaultValue("")
        String account = "";

        @QueryParam("action")
        @DefaultValue("")
        String action = "";

        @QueryParam("kind")
        @DefaultValue("")
        String kind = "";

        @QueryParam("subject")
        @DefaultValue("")
        String subject = "";

        AuditFilter filter() {
            return new AuditFilter(account.strip(), action.strip(), kind.strip(), subject.strip());
        }

        Form form() {
            return Form.of(Map.of("account", account, "action", action, "kind", kind, "subject", subject));
        }

        String query() {
            return "account=" + encoded(account) + "&action=" + encoded(action) + "&kind=" + encoded(kind) + "&subject="
                    + encoded(subject);
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text.strip(), StandardCharsets.UTF_8);
        }
    }

    private final AuditTrail trail;

    AuditPages(AuditTrail trail) {
        this.trail = trail;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public Uni<TemplateInstance> audit(@BeanParam Asked asked, @QueryParam("cursor") @Nullable Long cursor) {
        String here = "/desk/audit?" + asked.query();
        return trail.page(asked.filter(), cursor == null ? Long.MAX_VALUE : cursor, ROWS_A_PAGE)
                .map(page -> Templates.audit(
                        asked.form(),
                        page.items(),
                        "/desk/audit/trail.csv?" + asked.query(),
                        page.next() == null ? null : here + "&cursor=" + page.next(),
                        cursor == null ? null : here));
    }

    /** The same deeds as comma separated values, all of them. */
    @GET
    @Path("/trail.csv")
    @Produces("text/csv;charset=UTF-8")
    public RestMulti<String> export(@BeanParam Asked asked) {
        Multi<String> lines = Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom().item(BYTE_ORDER_MARK + HEADING),
                        trail.stream(asked.filter()).map(AuditPages::line));
        return RestMulti.fromMultiData(lines)
                .header("Content-Disposition", "attachment; filename=\"audit.csv\"")
                .build();
    }

    private static String line(AuditEntry entry) {
        return String.join(
                        ",",
                        entry.at().toString(),
                        cell(entry.username()),
                        cell(entry.role()),
                        cell(entry.action()),
                        cell(entry.subjectKind()),
                        cell(entry.subjectId()),
                        cell(entry.detail()))
                + "\r\n";
    }

    /** Quoted; what a spreadsheet would take for a formula is made a text. */
    private static String cell(String text) {
        String plain = !text.isEmpty() && "=+-@\t".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return '"' + plain.replace("\"", "\"\"") + '"';
    }
}
