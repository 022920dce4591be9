package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.UUID;

/** Whoever keeps facts of a certified product: asked to write them anew in the transaction that changes the certificate. */
public interface CertificateFollower {
    /** The product's certificate says something else from now on; {@link Certificates#products} tells what. */
    Uni<Void> follow(SqlConnection connection, UUID productId);
}
