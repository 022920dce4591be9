package org.bangxiao.organisation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.bangxiao.platform.Ids;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "organisation")
class Organisation {
    @Id
    UUID id;

    @Version
    @Column(name = "version")
    int version;

    @Enumerated(EnumType.STRING)
    @Column(name = "kind", updatable = false)
    OrganisationKind kind;

    @Column(name = "name_zh")
    String nameZh;

    @Column(name = "name_en")
    String nameEn;

    @Column(name = "credit_code", updatable = false)
    @Nullable
    String creditCode;

    @Column(name = "area_code")
    String areaCode;

    @Column(name = "state")
    String state;

    @Column(name = "demo", updatable = false)
    boolean demo;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    static Organisation open(OrganisationDraft draft, Instant now) {
        Organisation opened = new Organisation();
        opened.id = Ids.next();
        opened.kind = draft.kind();
        opened.nameZh = draft.nameZh().strip();
        opened.nameEn = draft.nameEn().strip();
        opened.creditCode = draft.creditCode();
        opened.areaCode = draft.areaCode();
        opened.state = "ACTIVE";
        opened.demo = draft.demo();
        opened.createdAt = now;
        return opened;
    }

    OrganisationView view() {
        return new OrganisationView(id, kind, nameZh, nameEn, creditCode, areaCode, state, demo, createdAt);
    }
}
