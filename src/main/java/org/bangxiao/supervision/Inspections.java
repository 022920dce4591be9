package org.bangxiao.supervision;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.Level;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.jspecify.annotations.Nullable;

/** Unannounced visits: chosen by lot, by risk, in a case or by an officer; unknown to the inspected until they are done. */
@ApplicationScoped
public class Inspections {
    private static final int CONTENT_MAX = 4000;
    private static final int REASON_MAX = 500;
    private static final int NUMBER_MAX = 40;
    private static final int WANTED_MAX = 50;

    private final Tx tx;
    private final BusinessClock clock;
    private final PolicyPacks packs;
    private final InspectionRepository repository;
    private final DrawRepository draws;
    private final FindingRepository findings;
    private final Uploads uploads;
    private final Telling telling;

    Inspections(
            Tx tx,
            BusinessClock clock,
            PolicyPacks packs,
            InspectionRepository repository,
            DrawRepository draws,
            FindingRepository findings,
            Uploads uploads,
            Telling telling) {
        this.tx = tx;
        this.clock = clock;
        this.packs = packs;
        this.repository = repository;
        this.draws = draws;
        this.findings = findings;
        this.uploads = uploads;
        this.telling = telling;
    }

    Uni<Page<Inspection>> list(Actor actor, Filter filter) {
        return repository
                .list(tx.pool(), Duty.sight(actor), filter)
                .map(found -> Page.of(found, filter.size(), last -> String.valueOf(last.number())));
    }

    /** One visit, or {@code not-found} outside the officer's area; suppliers have no way here. */
    public Uni<Inspection> find(Actor actor, UUID id) {
        String sight = Duty.sight(actor);
        return repository
                .find(tx.pool(), id)
                .map(found ->
                        found.filter(one -> one.countyCode().startsWith(sight)).orElseThrow(Problem::notFound));
    }

    Uni<List<Finding>> findings(UUID id) {
        return findings.ofInspection(tx.pool(), id);
    }

    /** A draw that was made in the reader's area, with all that is needed to repeat it. */
    public Uni<Draw> draw(Actor actor, UUID id) {
        String sight = Duty.sight(actor);
        return draws.find(tx.pool(), id)
                .map(found ->
                        found.filter(one -> one.areaCode().startsWith(sight)).orElseThrow(Problem::notFound));
    }

    /** The visits that were ordered in a case. */
    Uni<List<Inspection>> ofCase(UUID caseId) {
        return repository.ofCase(tx.pool(), caseId);
    }

    /** The visits that a draw led to. */
    Uni<List<Inspection>> drawn(Draw draw) {
        return repository.ofDraw(tx.pool(), draw.id());
    }

    /**
     * Draws suppliers of an area by lot and orders a visit to each. The seed is made here and kept; who draws cannot choose.
     * {@code nobody-to-inspect}; at fields {@code field-invalid}.
     */
    public Uni<Draw> drawLots(Actor actor, @Nullable String area, int wanted) {
        Place place = place(actor, area, wanted);
        Instant now = clock.instant();
        return tx.write(connection -> repository
                .population(connection, place.prefix(), BusinessClock.dayOf(now))
                .chain(all -> {
                    if (all.isEmpty()) {
                        throw SupervisionProblems.nobodyToDraw();
                    }
                    List<UUID> ids = all.stream()
                            .map(InspectionRepository.Candidate::organisationId)
                            .toList();
                    return draws.draw(
                                    connection,
                                    place.pack().key(),
                                    place.area(),
                                    Ids.secret(),
                                    ids,
                                    wanted,
                                    Ids.next(),
                                    actor,
                                    now)
                            .call(draw -> Deeds.write(
                                    connection,
                                    Deeds.by(actor, place.area(), now),
                                    "inspection-draw",
                                    "inspection-draw",
                                    draw.id(),
                                    Map.of("population", ids.size(), "wanted", wanted)))
                            .call(draw -> Telling.each(
                                    draw.drawn().stream()
                                            .map(id -> all.get(ids.indexOf(id)))
                                            .toList(),
                                    one -> ordered(
                                            connection,
                                            actor,
                                            place.pack(),
                                            one,
                                            new Choice("DRAW", draw.id(), null, ""),
                                            now)));
                }));
    }

    /** Orders a visit to those with the highest score; answers how many. {@code nobody-to-inspect} where nobody stands out. */
    public Uni<Integer> chooseByRisk(Actor actor, @Nullable String area, int wanted) {
        Place place = place(actor, area, wanted);
        Instant now = clock.instant();
        return tx.write(connection -> repository
                .riskiest(
                        connection, place.prefix(), Findings.rules(place.pack()), now, BusinessClock.dayOf(now), wanted)
                .invoke(found -> {
                    if (found.isEmpty()) {
                        throw SupervisionProblems.nobodyToDraw();
                    }
                })
                .chain(found -> Telling.each(
                                found,
                                one -> ordered(
                                        connection, actor, place.pack(), one, new Choice("RISK", null, null, ""), now))
                        .map(done -> found.size())));
    }

    /**
     * An officer sends somebody to the holder of a certificate, with the reason. {@code inspection-under-way}; at the field
     * {@code certificate-unknown} where there is none in the officer's area.
     */
    public Uni<Inspection> order(Actor actor, @Nullable String certificate, @Nullable String reason) {
        String text = SupervisionProblems.words("reason", reason, REASON_MAX);
        String number = SupervisionProblems.words("certificate", certificate, NUMBER_MAX);
        Instant now = clock.instant();
        return tx.write(connection -> repository
                        .holder(connection, number)
                        .map(found -> found.filter(one -> packs.forArea(one.countyCode())
                                        .filter(pack -> Duty.level(actor, pack, one.countyCode())
                                                .isPresent())
                                        .isPresent())
                                .orElseThrow(() -> Problem.field("/certificate", "certificate-unknown")))
                        .chain(one -> ordered(
                                connection,
                                actor,
                                office(actor, one.countyCode()),
                                new InspectionRepository.Candidate(one.organisationId(), one.countyCode(), Map.of()),
                                new Choice("OFFICER", null, null, text),
                                now))
                        .map(id -> id.orElseThrow(SupervisionProblems::inspectionUnderWay)))
                .chain(id -> find(actor, id));
    }

    Uni<Void> orderedByCase(SqlConnection connection, Actor actor, WatchCase one, String reason, Instant now) {
        PolicyPack pack = packs.forArea(one.countyCode()).orElseThrow();
        InspectionRepository.Candidate candidate =
                new InspectionRepository.Candidate(one.organisationId(), one.countyCode(), Map.of());
        return ordered(connection, actor, pack, candidate, new Choice("CASE", null, one.id(), reason), now)
                .map(id -> id.orElseThrow(SupervisionProblems::inspectionUnderWay))
                .replaceWithVoid();
    }

    /**
     * Writes down what was found on the spot, with pictures. {@code inspection-done} afterwards, {@code supervision-own-organisation};
     * at fields {@code field-required}, why a picture is refused.
     */
    public Uni<Finding> note(
            Actor actor,
            UUID id,
            Finding.@Nullable Severity severity,
            @Nullable String content,
            List<Upload> pictures) {
        if (severity == null) {
            return Uni.createFrom().failure(Problem.field("/severity", "field-required"));
        }
        String text = SupervisionProblems.words("content", content, CONTENT_MAX);
        Instant now = clock.instant();
        UUID findingId = Ids.next();
        return find(actor, id)
                .chain(seen -> uploads.checked(pictures))
                .chain(checked ->
                        tx.write(connection -> open(connection, actor, id).chain(one -> {
                            PolicyPack pack = packs.forArea(one.countyCode()).orElseThrow();
                            Level level =
                                    Duty.level(actor, pack, one.countyCode()).orElseThrow(Problem::notFound);
                            return findings.note(
                                            connection,
                                            new FindingRepository.Note(
                                                    findingId,
                                                    one.region(),
                                                    id,
                                                    null,
                                                    one.organisationId(),
                                                    one.countyCode(),
                                                    severity,
                                                    text,
                                                    level.id(),
                                                    BusinessClock.dayOf(now)
                                                            .plusDays(Findings.rules(pack)
                                                                    .problemDays())),
                                            actor,
                                            now)
                                    .chain(() -> uploads.kept(connection, checked))
                                    .chain(kept ->
                                            findings.step(connection, findingId, "FOUND", text, actor, now, kept))
                                    .chain(() -> Deeds.write(
                                            connection,
                                            Deeds.by(actor, one.countyCode(), now),
                                            "finding-note",
                                            "finding",
                                            findingId,
                                            Map.of("inspection", id.toString(), "severity", severity.name())));
                        })))
                .onFailure()
                .transform(SupervisionProblems::named)
                .chain(() -> findings.find(tx.pool(), findingId))
                .map(Optional::orElseThrow);
    }

    /** The visit is over: what was found is published to the supplier, who is told so. {@code inspection-done} the second time. */
    public Uni<Inspection> conclude(Actor actor, UUID id, @Nullable String summary) {
        String text = SupervisionProblems.words("summary", summary, CONTENT_MAX);
        Instant now = clock.instant();
        return find(actor, id)
                .chain(seen -> tx.write(connection -> open(connection, actor, id)
                        .chain(one -> repository
                                .conclude(connection, id, text, actor, now)
                                .chain(() -> findings.ofInspection(connection, id))
                                .chain(found -> telling.visitOver(
                                        connection,
                                        packs.forArea(one.countyCode()).orElseThrow(),
                                        one,
                                        found,
                                        now))
                                .chain(() -> Deeds.write(
                                        connection,
                                        Deeds.by(actor, one.countyCode(), now),
                                        "inspection-conclude",
                                        "inspection",
                                        id,
                                        Map.of("findings", one.findings()))))))
                .chain(() -> find(actor, id));
    }

    private Uni<Inspection> open(SqlConnection connection, Actor actor, UUID id) {
        return repository
                .locked(connection, id)
                .map(found -> found.orElseThrow(Problem::notFound))
                .invoke(one -> {
                    office(actor, one.countyCode());
                    if (!one.open()) {
                        throw SupervisionProblems.inspectionDone();
                    }
                });
    }

    private record Choice(
            String by, @Nullable UUID drawId, @Nullable UUID caseId, String reason) {}

    private Uni<Optional<UUID>> ordered(
            SqlConnection connection,
            Actor actor,
            PolicyPack pack,
            InspectionRepository.Candidate one,
            Choice choice,
            Instant now) {
        UUID id = Ids.next();
        InspectionRepository.Order order = new InspectionRepository.Order(
                id,
                pack.key(),
                one.organisationId(),
                one.countyCode(),
                choice.by(),
                choice.drawId(),
                choice.caseId(),
                one.facts(),
                choice.reason());
        return repository
                .order(connection, order, actor, now)
                .chain(done -> done
                        ? Deeds.write(
                                        connection,
                                        Deeds.by(actor, one.countyCode(), now),
                                        "inspection-order",
                                        "inspection",
                                        id,
                                        Map.of("chosenBy", choice.by()))
                                .replaceWith(Optional.of(id))
                        : Uni.createFrom().item(Optional.empty()));
    }

    private record Place(PolicyPack pack, String area, String prefix) {}

    private Place place(Actor actor, @Nullable String area, int wanted) {
        String code = area == null ? "" : area.strip();
        if (!code.matches("\\d{6}") || packs.forArea(code).isEmpty()) {
            throw Problem.field("/area", "field-invalid", "area");
        }
        if (wanted < 1 || wanted > WANTED_MAX) {
            throw Problem.field("/wanted", "field-invalid", "wanted");
        }
        return new Place(office(actor, code), code, new AreaCode(code).prefix());
    }

    private PolicyPack office(Actor actor, String areaCode) {
        PolicyPack pack = packs.forArea(areaCode).orElseThrow(Problem::notFound);
        if (Duty.level(actor, pack, areaCode).isEmpty()) {
            throw Problem.notFound();
        }
        return pack;
    }
}
