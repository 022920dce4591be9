package org.bangxiao.freight;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** What a supplier takes for delivery. */
@Path("/api/freight-templates")
@Cancellable(false)
@RolesAllowed(Role.SUPPLIER)
@Tag(name = "listings")
class FreightResource {
    /**
     * A template to be written.
     *
     * @param standard whether it counts for goods that name no other; absent: false
     * @param zones    the first is everywhere that no other names
     */
    record Written(
            @Nullable String name,
            @Nullable Boolean standard,
            @Nullable List<Zone> zones) {
        FreightTemplate template() {
            List<Zone> given = zones == null ? List.of() : zones;
            List<Problem.FieldError> errors = new ArrayList<>();
            List<FreightZone> read = new ArrayList<>();
            for (int i = 0; i < given.size(); i++) {
                read.add(
                        given.get(i) == null
                                ? Zone.NOTHING.zone(i, errors)
                                : given.get(i).zone(i, errors));
            }
            if (!errors.isEmpty()) {
                throw Problem.fields(errors);
            }
            return new FreightTemplate(
                    null, Objects.requireNonNullElse(name, ""), Boolean.TRUE.equals(standard), List.copyOf(read));
        }
    }

    /** A zone; where nothing is delivered its provinces are enough. */
    record Zone(
            @Nullable List<String> provinces,
            @Nullable Boolean delivered,
            @Nullable Long firstGrams,
            @Nullable Long firstFen,
            @Nullable Long stepGrams,
            @Nullable Long stepFen,
            @Nullable Long freeFromFen,
            @Nullable Long leastFen,
            @Nullable Integer daysFrom,
            @Nullable Integer daysTo) {
        static final Zone NOTHING = new Zone(null, null, null, null, null, null, null, null, null, null);

        FreightZone zone(int at, List<Problem.FieldError> errors) {
            boolean to = !Boolean.FALSE.equals(delivered);
            return new FreightZone(
                    provinces == null
                            ? List.of()
                            : provinces.stream().filter(Objects::nonNull).toList(),
                    to,
                    given(to, firstGrams, 1_000, at, "firstGrams", errors),
                    given(to, firstFen, 0, at, "firstFen", errors),
                    given(to, stepGrams, 1_000, at, "stepGrams", errors),
                    given(to, stepFen, 0, at, "stepFen", errors),
                    freeFromFen,
                    leastFen,
                    (int) given(to, daysFrom, 1, at, "daysFrom", errors),
                    (int) given(to, daysTo, 60, at, "daysTo", errors));
        }

        private static long given(
                boolean needed,
                @Nullable Number value,
                long instead,
                int at,
                String field,
                List<Problem.FieldError> errors) {
            if (value == null && needed) {
                errors.add(new Problem.FieldError("/zones/" + at + "/" + field, "field-required", List.of()));
            }
            return value == null ? instead : value.longValue();
        }
    }

    private final FreightTemplates templates;
    private final CurrentActor actor;

    FreightResource(FreightTemplates templates, CurrentActor actor) {
        this.templates = templates;
        this.actor = actor;
    }

    @GET
    @Operation(summary = "What my organisation takes for delivery, the standard template first")
    public Uni<List<FreightTemplate>> own() {
        return templates.own(actor.required());
    }

    @POST
    @Operation(
            summary = "Add a template",
            description =
                    "Its first zone is everywhere that no other names. The first template of all is the standard one.")
    public Uni<Response> add(@Nullable Written body) {
        return templates
                .save(null, read(body), actor.required())
                .map(saved -> Response.status(Response.Status.CREATED)
                        .header("Location", "/api/freight-templates/" + saved.id())
                        .entity(saved)
                        .build());
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One of my organisation's templates")
    public Uni<FreightTemplate> one(@PathParam("id") UUID id) {
        return templates.find(id, actor.required());
    }

    @PUT
    @Path("/{id}")
    @Operation(summary = "Write a template anew; orders keep the freight they were placed with")
    public Uni<FreightTemplate> change(@PathParam("id") UUID id, @Nullable Written body) {
        return templates.save(id, read(body), actor.required());
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Remove a template; goods that named it use the standard one")
    public Uni<Void> remove(@PathParam("id") UUID id) {
        return templates.remove(id, actor.required());
    }

    private static FreightTemplate read(@Nullable Written body) {
        if (body == null) {
            throw Problem.of(Problem.Kind.INVALID, "json-unreadable");
        }
        return body.template();
    }
}
