package org.bangxiao.region;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code pack.yaml} as it is written; the schema has checked it before. */
record PackDocument(
        String key,
        Province province,
        Scheme scheme,
        List<Criterion> criteria,
        List<ProductGroup> productGroups,
        List<EvidenceDocument> documents,
        List<Exclusion> exclusions,
        List<Level> levels,
        List<ReviewStep> reviewSteps,
        Priority priority,
        PriceBand priceBand,
        ApplicationRules application,
        List<Category> categories,
        List<Channel> channels,
        List<Target> targets,
        List<Named> countyTiers,
        List<Named> countyGroups,
        List<Words> words,
        Agreement agreement,
        @Nullable WatchRules watch,
        CertificateText certificate,
        @Nullable Afterwards afterwards,
        @Nullable AfterSales afterSales,
        @Nullable PayoutRules payouts,
        @Nullable ReviewRules settlementReview,
        @Nullable List<Named> secondCertificates,
        @Nullable SupplierPapers supplierDocuments,
        @Nullable List<Campaign> campaigns,
        Map<String, String> sources) {
    record Province(String code, Label name, Label shortName) {}
}
