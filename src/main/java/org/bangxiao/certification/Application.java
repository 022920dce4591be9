package org.bangxiao.certification;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Ids;
import org.bangxiao.region.PolicyPack;
import org.jspecify.annotations.Nullable;

/** The aggregate: what may happen to an application is decided here, with time and person given from outside. */
@Entity
@Table(name = "certification_application")
class Application {
    @Id
    UUID id;

    @Version
    @Column(name = "version")
    int version;

    @Column(name = "product_id", updatable = false)
    UUID productId;

    @Column(name = "kind", updatable = false)
    String kind;

    @Column(name = "certificate_id", updatable = false)
    @Nullable
    UUID certificateId;

    /** What is asked to be otherwise than the certificate says; written by the database. */
    @Column(name = "changed", insertable = false, updatable = false)
    String @Nullable [] changed;

    @Column(name = "organisation_id", updatable = false)
    UUID organisationId;

    @Column(name = "region")
    String region;

    @Column(name = "pack_version")
    String packVersion;

    @Enumerated(EnumType.STRING)
    @Column(name = "state")
    ApplicationState state;

    @Column(name = "step")
    @Nullable
    String step;

    @Column(name = "step_entered_at")
    Instant stepEnteredAt;

    @Column(name = "notice_ends_on")
    @Nullable
    LocalDate noticeEndsOn;

    /** Whose turn it is, in a review. */
    @Column(name = "level")
    @Nullable
    String level;

    /** The last day of the level's term, in a review. */
    @Column(name = "due_on")
    @Nullable
    LocalDate dueOn;

    /** When the term was found to have passed. */
    @Column(name = "escalated_at")
    @Nullable
    Instant escalatedAt;

    @Column(name = "supervised")
    boolean supervised;

    @Column(name = "unsold_stock")
    boolean unsoldStock;

    @Column(name = "name_zh")
    String nameZh;

    @Column(name = "name_en")
    String nameEn;

    @Column(name = "category")
    String category;

    @Column(name = "county_code")
    String countyCode;

    @Column(name = "package_unit")
    String packageUnit;

    @Column(name = "net_weight_grams")
    @Nullable
    Long netWeightGrams;

    @Column(name = "price_fen")
    long priceFen;

    @Column(name = "yearly_capacity")
    long yearlyCapacity;

    @Column(name = "harvest_months")
    int[] harvestMonths;

    @Column(name = "perishable")
    boolean perishable;

    @Column(name = "geographical_indication")
    boolean geographicalIndication;

    @Column(name = "link_id")
    @Nullable
    UUID linkId;

    @Column(name = "bulk_price_fen")
    @Nullable
    Long bulkPriceFen;

    @Column(name = "yearly_value_fen")
    @Nullable
    Long yearlyValueFen;

    @Column(name = "area_square_metres")
    @Nullable
    Long areaSquareMetres;

    @Column(name = "raw_lots")
    String rawLots;

    /** What was typed and could not be read, by field, so that it stands in the form again. */
    @Column(name = "typed")
    String typed;

    /** The sheet and the row that the draft was made from. */
    @Column(name = "sheet_id", updatable = false)
    @Nullable
    UUID sheetId;

    @Column(name = "sheet_row", updatable = false)
    @Nullable
    Integer sheetRow;

    /** The name as it is compared with others. */
    @Column(name = "name_key")
    String nameKey;

    @Column(name = "fee_basis_points")
    int feeBasisPoints;

    @Column(name = "floor_fen_per_unit")
    long floorFenPerUnit;

    @Column(name = "dividend_basis_points")
    int dividendBasisPoints;

    @Column(name = "checks")
    String checks;

    @Column(name = "reason_zh")
    String reasonZh;

    @Column(name = "reason_en")
    String reasonEn;

    @Column(name = "applicant_id")
    UUID applicantId;

    @Column(name = "applicant_person_id")
    UUID applicantPersonId;

    @Column(name = "passed_by")
    @Nullable
    UUID passedBy;

    @Column(name = "criterion")
    @Nullable
    String criterion;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Column(name = "submitted_at")
    @Nullable
    Instant submittedAt;

    @Column(name = "demo", updatable = false)
    boolean demo;

    static Application open(UUID organisationId, boolean demo, Instant now) {
        Application opened = new Application();
        opened.id = Ids.next();
        opened.productId = Ids.next();
        opened.kind = "NEW";
        opened.organisationId = organisationId;
        opened.state = ApplicationState.DRAFT;
        opened.stepEnteredAt = now;
        opened.createdAt = now;
        opened.checks = "[]";
        opened.rawLots = "[]";
        opened.typed = "{}";
        opened.nameKey = "";
        opened.reasonZh = "";
        opened.reasonEn = "";
        opened.demo = demo;
        return opened;
    }

    /** Takes over what the supplier wrote, checked before, under the pack of the day. */
    void write(ApplicationDraft draft, PolicyPack pack, Actor applicant) {
        require(state.editable());
        region = pack.key();
        packVersion = pack.version();
        nameZh = draft.nameZh();
        nameKey = NameKey.of(draft.nameZh());
        nameEn = Objects.requireNonNullElse(draft.nameEn(), "");
        category = draft.category();
        countyCode = draft.countyCode();
        packageUnit = draft.packageUnit();
        netWeightGrams = draft.netWeightGrams();
        priceFen = draft.priceFen();
        yearlyCapacity = draft.yearlyCapacity();
        harvestMonths =
                draft.harvestMonths().stream().mapToInt(Integer::intValue).toArray();
        perishable = draft.perishable();
        geographicalIndication = draft.geographicalIndication();
        linkId = draft.linkId();
        bulkPriceFen = draft.bulkPriceFen();
        yearlyValueFen = draft.yearlyValueFen();
        areaSquareMetres = draft.areaSquareMetres();
        rawLots = RawLots.write(draft.rawLots());
        typed = "{}";
        feeBasisPoints = pack.agreement().platformFeeBasisPoints();
        floorFenPerUnit = draft.floorFenPerUnit();
        dividendBasisPoints = Objects.requireNonNullElse(
                draft.dividendBasisPoints(), pack.agreement().dividendBasisPoints());
        applicantId = applicant.accountId();
        applicantPersonId = applicant.personId();
    }

    /** Goes to the first step of the pack, which it is pinned to from now on. */
    void submit(PolicyPack pack, Actor applicant, String found, Instant now) {
        require(state.editable());
        packVersion = pack.version();
        feeBasisPoints = pack.agreement().platformFeeBasisPoints();
        checks = found;
        reasonZh = "";
        reasonEn = "";
        applicantId = applicant.accountId();
        applicantPersonId = applicant.personId();
        submittedAt = now;
        Course.begin(this, pack, now);
    }

    void withdraw(Instant now) {
        require(!state.closed());
        enter(ApplicationState.WITHDRAWN, step, now);
    }

    /** Back to the supplier or refused for good, with the reason the applicant reads. */
    void stop(ApplicationState to, String zh, String en, Instant now) {
        reasonZh = zh;
        reasonEn = en;
        enter(to, step, now);
    }

    void enter(ApplicationState to, @Nullable String atStep, Instant now) {
        state = to;
        step = atStep;
        stepEnteredAt = now;
        noticeEndsOn = null;
        level = null;
        dueOn = null;
        escalatedAt = null;
    }

    /** A renewal in which nothing is asked to be otherwise. */
    boolean unchangedRenewal() {
        return kind.equals("RENEWAL") && changed != null && changed.length == 0;
    }

    static void require(boolean allowed) {
        if (!allowed) {
            throw CertificationProblems.applicationState();
        }
    }
}
