package org.bangxiao.sale;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bangxiao.catalogue.Leg;
import org.bangxiao.ledger.Checkpoint;
import org.bangxiao.ledger.RecordProof;
import org.bangxiao.ledger.TxProof;
import org.bangxiao.platform.web.WithTables;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Path("/sales/{id}")
@Cancellable(false)
@WithTables
@Produces(MediaType.TEXT_HTML)
class SalePages {
    /** One step of the way up, with the message key of the tree it climbs. */
    record Step(String level, String side, String hash) {}

    /** The figures of a sealed proof. */
    record Sealed(
            String recordText,
            String recordSha256,
            List<Step> path,
            long blockNo,
            String blockRoot,
            LocalDate day,
            long rootNo,
            String root,
            String signedText,
            String kid,
            String signature) {}

    @CheckedTemplate(basePath = "sale", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance sale(SaleView sale, List<Leg> legs, String proofHref);

        static native TemplateInstance proof(
                SaleView sale, List<Leg> legs, boolean sealed, @Nullable Sealed proof, String proofJsonHref);
    }

    private final SaleProofs proofs;

    SalePages(SaleProofs proofs) {
        this.proofs = proofs;
    }

    @GET
    @PermitAll
    public Uni<TemplateInstance> sale(@PathParam("id") UUID id) {
        return proofs.sale(id).map(sale -> Templates.sale(sale, sale.legs(), "/sales/" + id + "/proof"));
    }

    @GET
    @Path("/proof")
    @PermitAll
    public Uni<TemplateInstance> proof(@PathParam("id") UUID id) {
        return proofs.sale(id)
                .chain(sale -> proofs.of(id).map(proof -> {
                    Sealed sealed = sealed(proof);
                    return Templates.proof(sale, sale.legs(), sealed != null, sealed, "/api/sales/" + id + "/proof");
                }));
    }

    private static @Nullable Sealed sealed(RecordProof proof) {
        TxProof transaction = proof.transaction();
        if (transaction == null) {
            return null;
        }
        Checkpoint checkpoint = transaction.checkpoint();
        List<Step> path = new ArrayList<>();
        add(path, "proof.level.records", proof.contentPath());
        add(path, "proof.level.transactions", transaction.blockPath());
        add(path, "proof.level.blocks", transaction.dayPath());
        return new Sealed(
                proof.record(),
                proof.recordSha256(),
                path,
                transaction.block(),
                transaction.blockRoot(),
                checkpoint.day(),
                checkpoint.no(),
                checkpoint.root(),
                checkpoint.text(),
                checkpoint.keyId(),
                checkpoint.signature());
    }

    private static void add(List<Step> path, String level, List<TxProof.Step> steps) {
        steps.forEach(step -> path.add(new Step(level, step.side(), step.hash())));
    }
}
