package org.bangxiao.catalogue;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.UUID;

/** What passers-by see: pages of the list kept for a moment. */
@ApplicationScoped
class ShopWindow {
    void changed() {}

    void changed(Collection<UUID> listings) {}
}
