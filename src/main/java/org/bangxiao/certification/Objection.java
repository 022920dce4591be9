package org.bangxiao.certification;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.jspecify.annotations.Nullable;

/** What somebody holds against a posted application; who it was is encrypted and never shown on a public page. */
@Entity
@Table(name = "certification_objection")
class Objection {
    static final String UPHELD = "UPHELD";
    static final String DISMISSED = "DISMISSED";

    @Id
    UUID id;

    @Column(name = "notice_id", updatable = false)
    UUID noticeId;

    @Column(name = "receipt", updatable = false)
    String receipt;

    @Column(name = "content", updatable = false)
    String content;

    @Column(name = "contact_cipher", updatable = false)
    byte @Nullable [] contactCipher;

    @Column(name = "name_cipher", updatable = false)
    byte @Nullable [] nameCipher;

    @Column(name = "evidence_sha256", updatable = false)
    byte @Nullable [] evidenceSha256;

    @Column(name = "evidence_name", updatable = false)
    @Nullable
    String evidenceName;

    @Column(name = "address_digest", updatable = false)
    byte @Nullable [] addressDigest;

    /** The level that it is assigned to. */
    @Column(name = "level", updatable = false)
    @Nullable
    String level;

    @Column(name = "due_on", updatable = false)
    @Nullable
    LocalDate dueOn;

    @Column(name = "lodged_at", updatable = false)
    Instant lodgedAt;

    @Column(name = "outcome")
    @Nullable
    String outcome;

    @Column(name = "outcome_reason")
    @Nullable
    String outcomeReason;

    @Column(name = "decided_by")
    @Nullable
    UUID decidedBy;

    @Column(name = "decided_at")
    @Nullable
    Instant decidedAt;

    void decide(boolean upheld, String reason, Actor officer, Instant now) {
        if (outcome != null) {
            throw CertificationProblems.objectionDecided();
        }
        outcome = upheld ? UPHELD : DISMISSED;
        outcomeReason = reason;
        decidedBy = officer.accountId();
        decidedAt = now;
    }
}
