package org.bangxiao.certification;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Ids;
import org.jspecify.annotations.Nullable;

/** Written once; the database keeps one person at one level and away from what is their own. */
@Entity
@Table(name = "certification_decision")
class Decision {
    @Id
    UUID id;

    @Column(name = "application_id", updatable = false)
    UUID applicationId;

    @Column(name = "step", updatable = false)
    String step;

    @Column(name = "level", updatable = false)
    String level;

    @Column(name = "account_id", updatable = false)
    UUID accountId;

    @Column(name = "person_id", updatable = false)
    UUID personId;

    @Enumerated(EnumType.STRING)
    @Column(name = "outcome", updatable = false)
    DecisionOutcome outcome;

    @Column(name = "reason", updatable = false)
    String reason;

    @Column(name = "figures", updatable = false)
    String figures;

    /** The version of the application that was decided on; null for an objection. */
    @Column(name = "case_version", updatable = false)
    @Nullable
    Integer caseVersion;

    @Column(name = "seen", updatable = false)
    @Nullable
    String seen;

    @Column(name = "files", updatable = false)
    String files;

    @Column(name = "snapshot", updatable = false)
    String snapshot;

    @Column(name = "points", updatable = false)
    String points;

    @Column(name = "pack_version", updatable = false)
    String packVersion;

    @Column(name = "decided_at", updatable = false)
    Instant decidedAt;

    static Decision of(
            Application application,
            String step,
            String level,
            Actor officer,
            DecisionOutcome outcome,
            String reason,
            String figures,
            Instant now) {
        Decision decision = new Decision();
        decision.id = Ids.next();
        decision.applicationId = application.id;
        decision.step = step;
        decision.level = level;
        decision.accountId = officer.accountId();
        decision.personId = officer.personId();
        decision.outcome = outcome;
        decision.reason = reason;
        decision.figures = figures;
        decision.files = "[]";
        decision.snapshot = "{}";
        decision.points = "[]";
        decision.packVersion = application.packVersion;
        decision.decidedAt = now;
        return decision;
    }

    /** With what stood before the officer, and what is to be mended. */
    Decision over(int version, String digest, String fileList, String application, String pointList) {
        caseVersion = version;
        seen = digest;
        files = fileList;
        snapshot = application;
        points = pointList;
        return this;
    }
}
