package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.document.Documents;
import org.bangxiao.document.PaperFont;
import org.bangxiao.platform.Digests;
import org.bangxiao.platform.Tx;

/** Draws the pictures by which products are handed on, once for each thing they say; the last ones are kept. */
@ApplicationScoped
class Posters {
    private static final int MOST_KEPT = 32;

    /** @param digest of what it says, 64 small hexadecimal digits */
    record Drawn(String digest, Buffer png) {}

    private final Map<String, Drawn> kept = Collections.synchronizedMap(new LinkedHashMap<>(MOST_KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Drawn> eldest) {
            return size() > MOST_KEPT;
        }
    });
    private final Products products;
    private final Documents documents;
    private final PaperFont font;
    private final Vertx vertx;
    private final Tx tx;

    Posters(Products products, Documents documents, PaperFont font, Vertx vertx, Tx tx) {
        this.products = products;
        this.documents = documents;
        this.font = font;
        this.vertx = vertx;
        this.tx = tx;
    }

    /** {@code not-found} for what is not on sale today. */
    Uni<Drawn> of(UUID id, String language, String address) {
        return products.find(id).chain(view -> {
            Poster poster = new Poster(view, language, address);
            String digest = HexFormat.of()
                    .formatHex(Digests.sha256((language + "\n" + poster.content()).getBytes(StandardCharsets.UTF_8)));
            Drawn known = kept.get(digest);
            return known != null
                    ? Uni.createFrom().item(known)
                    : photograph(view)
                            .chain(photograph -> vertx.executeBlocking(() -> new Drawn(
                                    digest, Buffer.buffer(poster.png(font.bytes(), photograph.orElse(null))))))
                            .invoke(drawn -> kept.put(digest, drawn));
        });
    }

    private Uni<Optional<byte[]>> photograph(ProductView view) {
        return view.pictures().isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : tx.read(connection -> documents.content(
                                connection, view.pictures().get(0).sha256()))
                        .map(Optional::of);
    }
}
