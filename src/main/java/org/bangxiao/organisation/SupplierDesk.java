package org.bangxiao.organisation;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.region.Label;
import org.bangxiao.region.PolicyPacks;
import org.jspecify.annotations.Nullable;

/** Puts one supplier's page together for an officer. */
@ApplicationScoped
class SupplierDesk {
    @CheckedTemplate(basePath = "organisation", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance supplier(
                Form form,
                SupplierView supplier,
                Label area,
                List<Shown.Paper> papers,
                List<Blacklist.Entry> entries,
                LocalDate today,
                boolean officer,
                SupplierView.@Nullable Clear clear);
    }

    private final SupplierRegister register;
    private final Blacklist blacklist;
    private final PolicyPacks packs;
    private final BusinessClock clock;
    private final Tx tx;

    SupplierDesk(SupplierRegister register, Blacklist blacklist, PolicyPacks packs, BusinessClock clock, Tx tx) {
        this.register = register;
        this.blacklist = blacklist;
        this.packs = packs;
        this.clock = clock;
        this.tx = tx;
    }

    Uni<TemplateInstance> page(Actor actor, UUID id) {
        return page(actor, id, Form.empty(), null);
    }

    Uni<TemplateInstance> page(Actor actor, UUID id, Form form, SupplierView.@Nullable Clear clear) {
        return register.seenBy(actor, id)
                .chain(seen -> tx.read(connection -> blacklist.of(connection, id))
                        .map(entries -> {
                            SupplierView view = seen.supplier();
                            List<Shown.Paper> papers = packs.forArea(view.areaCode())
                                    .map(pack -> Shown.papers(pack, view, seen.documents(), clock.today()))
                                    .orElse(List.of());
                            boolean officer = actor.actsIn(Role.COUNTY_OFFICER, view.areaCode());
                            return Templates.supplier(
                                    form,
                                    view,
                                    Shown.area(packs, view),
                                    papers,
                                    entries,
                                    clock.today(),
                                    officer,
                                    clear);
                        }));
    }

    /** The page again with what was typed and what is wrong with it. */
    Uni<Response> again(Actor actor, UUID id, Form form, Problem problem) {
        return page(actor, id, form.with(problem), null).chain(page -> FormAnswer.refused(page, problem));
    }
}
