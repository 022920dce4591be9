package org.bangxiao.platform;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Work that an interruption left behind, taken up again one piece after the other. */
public final class Leftovers {
    private static final Logger LOG = Logger.getLogger(Leftovers.class);

    private Leftovers() {}

    /** A piece that cannot go on is told to the operator each time and keeps none of the others waiting. */
    public static Uni<Void> takeUp(String what, List<UUID> ids, Function<UUID, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(id -> work.apply(id)
                        .onFailure()
                        .invoke(failure -> LOG.errorf(failure, "%s %s was left behind and cannot go on", what, id))
                        .onFailure()
                        .recoverWithNull())
                .onItem()
                .ignoreAsUni();
    }
}
