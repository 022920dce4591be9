package org.bangxiao.household;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.CheckCharacter;
import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Words;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * The county's office enters a contract between a supplier of the county and households. Nobody is owed anything by it yet: that
 * takes terms in two hands, and households that the office lets in.
 */
@ApplicationScoped
public class LinkOpening {
    private static final int LONGEST_TITLE = 60;

    /**
     * A contract as the office writes it down.
     *
     * @param creditCode the supplier's unified social credit code, 18 characters
     * @param title      2 to 60 characters
     * @param whole      all workers, members, grams, square metres or parts, by kind; more than zero
     * @param validTo    the day after the last; null where none is agreed
     */
    public record Draft(
            @Nullable String creditCode,
            @Nullable LinkKind kind,
            @Nullable String title,
            @Nullable Long whole,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo) {}

    private final LinkDeskRepository desk;
    private final LinkRepository links;
    private final BusinessClock clock;
    private final Tx tx;

    LinkOpening(LinkDeskRepository desk, LinkRepository links, BusinessClock clock, Tx tx) {
        this.desk = desk;
        this.links = links;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * Opens it without members. Field problems {@code link-supplier-unknown} (no supplier of the officer's county has that code),
     * {@code field-required}, {@code field-too-long}, {@code link-whole-invalid}, {@code date-invalid},
     * {@code link-ends-before}.
     */
    public Uni<UUID> open(Actor officer, Draft draft) {
        UUID id = Ids.next();
        String code =
                draft.creditCode() == null ? "" : draft.creditCode().strip().toUpperCase(Locale.ROOT);
        String title = Words.tidy(draft.title());
        check(draft, code, title);
        return tx.write(connection -> desk.supplier(connection, code)
                .map(found -> found.filter(one -> officer.actsIn(Role.COUNTY_OFFICER, one.areaCode()))
                        .orElseThrow(() -> Problem.field("/creditCode", "link-supplier-unknown")))
                .chain(supplier -> links.insert(
                        connection,
                        id,
                        new LinkDraft(
                                supplier.id(),
                                Objects.requireNonNull(draft.kind()),
                                title,
                                Objects.requireNonNull(draft.whole()),
                                Objects.requireNonNull(draft.validFrom()),
                                draft.validTo(),
                                List.of(),
                                supplier.demo())))
                .chain(() -> Audit.write(
                        connection,
                        new Audit.Deed(
                                clock.instant(),
                                officer.accountId(),
                                officer.personId(),
                                Role.COUNTY_OFFICER,
                                "link-open",
                                "benefit-link",
                                id.toString(),
                                Map.of("kind", String.valueOf(draft.kind()), "members", 0))))
                .replaceWith(id));
    }

    private static void check(Draft draft, String code, String title) {
        List<Problem.FieldError> errors = new ArrayList<>();
        if (!CheckCharacter.isCreditCode(code)) {
            errors.add(new Problem.FieldError("/creditCode", "link-supplier-unknown", List.of()));
        }
        if (draft.kind() == null) {
            errors.add(new Problem.FieldError("/kind", "field-required", List.of()));
        }
        if (title.length() < 2) {
            errors.add(new Problem.FieldError("/title", "field-required", List.of()));
        } else if (title.length() > LONGEST_TITLE) {
            errors.add(new Problem.FieldError("/title", "field-too-long", List.of(LONGEST_TITLE)));
        }
        if (draft.whole() == null || draft.whole() <= 0) {
            errors.add(new Problem.FieldError("/whole", "link-whole-invalid", List.of()));
        }
        if (draft.validFrom() == null) {
            errors.add(new Problem.FieldError("/validFrom", "date-invalid", List.of()));
        } else if (draft.validTo() != null && !draft.validTo().isAfter(draft.validFrom())) {
            errors.add(new Problem.FieldError("/validTo", "link-ends-before", List.of()));
        }
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
    }
}
