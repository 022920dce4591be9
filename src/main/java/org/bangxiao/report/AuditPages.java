package org.bangxiao.report;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
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
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.CsvFile;
import org.bangxiao.platform.web.CsvLines;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.Shell;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The trail of deeds on the desk of those who check, and as a file. */
@Path("/desk/audit")
@Cancellable(false)
@RolesAllowed({Role.AUDITOR, Role.ADMINISTRATOR, Role.REGION_OFFICER, Role.CITY_OFFICER, Role.COUNTY_OFFICER})
class AuditPages {
    private static final int ROWS_A_PAGE = 50;
    /** Who reads the trail, the widest view first: officers see the deeds of their area only. */
    private static final List<String> READERS =
            List.of(Role.AUDITOR, Role.ADMINISTRATOR, Role.REGION_OFFICER, Role.CITY_OFFICER, Role.COUNTY_OFFICER);

    @CheckedTemplate(basePath = "report", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance audit(
                Form form,
                List<AuditShown.Choice> deeds,
                List<AuditShown.Choice> kinds,
                List<AuditShown> entries,
                String export,
                @Nullable String next,
                @Nullable String first);
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

        @QueryParam("area")
        @DefaultValue("")
        String area = "";

        @QueryParam("from")
        @DefaultValue("")
        String from = "";

        @QueryParam("to")
        @DefaultValue("")
        String to = "";

        AuditFilter filter(String areaPrefix) {
            return new AuditFilter(
                    areaPrefix,
                    account.strip(),
                    action.strip(),
                    kind.strip(),
                    subject.strip(),
                    day(from, "/from"),
                    day(to, "/to"),
                    place());
        }

        Form form() {
            return Form.of(Map.of(
                    "account", account, "action", action, "kind", kind, "subject", subject, "area", area, "from", from,
                    "to", to));
        }

        String query() {
            return "account=" + encoded(account) + "&action=" + encoded(action) + "&kind=" + encoded(kind) + "&subject="
                    + encoded(subject) + "&area=" + encoded(area) + "&from=" + encoded(from) + "&to=" + encoded(to);
        }

        /** The digits of the area that is asked for. */
        private String place() {
            String code = area.strip();
            if (!code.isEmpty() && !code.matches("\\d{6}")) {
                throw Problem.field("/area", "field-invalid", code);
            }
            return code.isEmpty() ? "" : new AreaCode(code).prefix();
        }

        private static @Nullable LocalDate day(String typed, String pointer) {
            try {
                return typed.isBlank() ? null : LocalDate.parse(typed.strip());
            } catch (DateTimeParseException e) {
                throw Problem.field(pointer, "field-invalid", typed);
            }
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text.strip(), StandardCharsets.UTF_8);
        }
    }

    private final AuditTrail trail;
    private final CurrentActor currentActor;
    private final Shell shell;

    AuditPages(AuditTrail trail, CurrentActor currentActor, Shell shell) {
        this.trail = trail;
        this.currentActor = currentActor;
        this.shell = shell;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public Uni<TemplateInstance> audit(@BeanParam Asked asked, @QueryParam("cursor") @Nullable Long cursor) {
        String here = "/desk/audit?" + asked.query();
        return trail.page(asked.filter(area()), cursor == null ? Long.MAX_VALUE : cursor, ROWS_A_PAGE)
                .map(page -> Templates.audit(
                        asked.form(),
                        AuditShown.deeds(shell.locale(), asked.action.strip()),
                        AuditShown.kinds(shell.locale(), asked.kind.strip()),
                        page.items().stream()
                                .map(entry -> AuditShown.of(entry, shell.locale()))
                                .toList(),
                        "/desk/audit/trail.csv?" + asked.query(),
                        page.next() == null ? null : here + "&cursor=" + page.next(),
                        cursor == null ? null : here));
    }

    /** The same deeds as comma separated values, all of them. */
    @GET
    @Path("/trail.csv")
    @Produces("text/csv;charset=UTF-8")
    public RestMulti<String> export(@BeanParam Asked asked) {
        return CsvFile.stream(
                "audit.csv",
                List.of("at", "account", "role", "action", "subjectKind", "subjectId", "area", "detail"),
                trail.stream(asked.filter(area())).map(AuditPages::line));
    }

    private static String line(AuditEntry entry) {
        return CsvLines.of(
                entry.at(),
                entry.username(),
                entry.role(),
                entry.action(),
                entry.subjectKind(),
                entry.subjectId(),
                entry.areaCode(),
                entry.detail());
    }

    /** The digits of the reader's area; empty for whoever checks everywhere. */
    private String area() {
        return currentActor.required().sightAs(READERS);
    }
}
