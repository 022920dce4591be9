package org.bangxiao.certification;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.region.PolicyPack;

/** Issued with the announcement, never edited; what becomes of it later is written beside it. */
@Entity
@Table(name = "certification_certificate")
class Certificate {
    @Id
    UUID id;

    @Column(name = "number", updatable = false)
    String number;

    @Column(name = "application_id", updatable = false)
    UUID applicationId;

    @Column(name = "product_id", updatable = false)
    UUID productId;

    @Column(name = "organisation_id", updatable = false)
    UUID organisationId;

    @Column(name = "region", updatable = false)
    String region;

    @Column(name = "pack_version", updatable = false)
    String packVersion;

    @Column(name = "name_zh", updatable = false)
    String nameZh;

    @Column(name = "name_en", updatable = false)
    String nameEn;

    @Column(name = "category", updatable = false)
    String category;

    @Column(name = "county_code", updatable = false)
    String countyCode;

    @Column(name = "criterion", updatable = false)
    String criterion;

    @Column(name = "yearly_capacity", updatable = false)
    long yearlyCapacity;

    @Column(name = "issued_on", updatable = false)
    LocalDate issuedOn;

    @Column(name = "valid_to", updatable = false)
    LocalDate validTo;

    @Column(name = "state", updatable = false)
    String state;

    @Column(name = "state_since", updatable = false)
    Instant stateSince;

    static Certificate issue(Application application, PolicyPack pack, Instant now) {
        LocalDate today = BusinessClock.dayOf(now);
        Certificate certificate = new Certificate();
        certificate.id = Ids.next();
        certificate.number =
                CertificateNumber.next(pack.certificate().prefix(), today.getYear(), application.countyCode);
        certificate.applicationId = application.id;
        certificate.productId = application.productId;
        certificate.organisationId = application.organisationId;
        certificate.region = application.region;
        certificate.packVersion = application.packVersion;
        certificate.nameZh = application.nameZh;
        certificate.nameEn = application.nameEn;
        certificate.category = application.category;
        certificate.countyCode = application.countyCode;
        certificate.criterion = Objects.requireNonNull(application.criterion);
        certificate.yearlyCapacity = application.yearlyCapacity;
        certificate.issuedOn = today;
        certificate.validTo = pack.scheme().lastDay(today);
        certificate.state = CertificateState.VALID.name();
        certificate.stateSince = now;
        return certificate;
    }
}
