package org.bangxiao.supervision;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.CheckCharacter;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Anybody complains about goods and their seller, gets a receipt, and reads the office's answer by it. */
@ApplicationScoped
public class Complaints {
    private static final int CONTENT_MIN = 10;
    private static final int CONTENT_MAX = 4000;
    private static final int CONTACT_MAX = 200;
    private static final int ANSWER_MAX = 2000;
    private static final int SHOWN_OF_A_PRODUCT = 20;
    private static final String LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final int RECEIPT_LETTERS = 10;

    private final SecureRandom random = new SecureRandom();
    private final Tx tx;
    private final BusinessClock clock;
    private final Secrets secrets;
    private final PolicyPacks packs;
    private final ComplaintRepository repository;
    private final Telling telling;
    private final int mostADay;

    Complaints(
            Tx tx,
            BusinessClock clock,
            Secrets secrets,
            PolicyPacks packs,
            ComplaintRepository repository,
            Telling telling,
            @ConfigProperty(name = "bangxiao.supervision.complaints-a-day") int mostADay) {
        this.tx = tx;
        this.clock = clock;
        this.secrets = secrets;
        this.packs = packs;
        this.repository = repository;
        this.telling = telling;
        this.mostADay = mostADay;
    }

    /**
     * What somebody writes.
     *
     * @param content 10 to 4000 characters
     * @param contact how to reach them; kept sealed, may be left out
     */
    public record Draft(
            Complaint.@Nullable About about,
            @Nullable String content,
            @Nullable String contact) {}

    /** The goods that are complained about; {@code not-found} where there never were any. */
    Uni<ComplaintRepository.Goods> goods(UUID listingId) {
        return repository.goods(tx.pool(), listingId).map(found -> found.orElseThrow(Problem::notFound));
    }

    /**
     * Lodges a complaint and answers its receipt. {@code complaints-too-many} (429) from one address within a day; at fields
     * {@code field-required}, {@code complaint-too-short}, {@code field-too-long}.
     *
     * @param address where it comes from; kept as a keyed digest only
     */
    public Uni<String> lodge(UUID listingId, Draft draft, String address) {
        Complaint.About about = draft.about();
        if (about == null) {
            return Uni.createFrom().failure(Problem.field("/about", "field-required"));
        }
        String content = SupervisionProblems.words("content", draft.content(), CONTENT_MAX);
        if (content.length() < CONTENT_MIN) {
            return Uni.createFrom().failure(Problem.field("/content", "complaint-too-short", CONTENT_MIN));
        }
        String contact = draft.contact() == null
                ? ""
                : draft.contact().replace("\u0000", "").strip();
        if (contact.length() > CONTACT_MAX) {
            return Uni.createFrom().failure(Problem.field("/contact", "field-too-long", CONTACT_MAX));
        }
        Instant now = clock.instant();
        UUID id = Ids.next();
        ComplaintRepository.Note note = new ComplaintRepository.Note(
                id,
                receipt(now),
                listingId,
                about,
                content,
                contact.isEmpty() ? null : Buffer.buffer(secrets.encrypt(contact, place(id))),
                Buffer.buffer(secrets.lookupDigest("complaint:" + address)),
                now);
        return goods(listingId)
                .chain(goods -> tx.write(connection -> repository
                        .countFrom(connection, note.senderDigest(), now.minus(Duration.ofDays(1)))
                        .invoke(before -> {
                            if (before >= mostADay) {
                                throw SupervisionProblems.tooManyComplaints();
                            }
                        })
                        .chain(() -> repository.lodge(connection, note))
                        .chain(() -> telling.complaintLodged(
                                connection,
                                packs.forArea(goods.countyCode()).orElseThrow(Problem::notFound),
                                goods.countyCode(),
                                goods.nameZh(),
                                id))
                        .chain(() -> Audit.write(
                                connection,
                                new Audit.Deed(
                                        now,
                                        null,
                                        null,
                                        null,
                                        "complaint-lodge",
                                        "complaint",
                                        id.toString(),
                                        Map.of("about", about.name()))))))
                .map(done -> note.receipt());
    }

    /** What became of a complaint, for whoever holds its receipt. */
    public Uni<Optional<Complaint>> byReceipt(String receipt) {
        return repository.byReceipt(tx.pool(), receipt.strip().toUpperCase(Locale.ROOT));
    }

    Uni<Page<Complaint>> list(Actor actor, Filter filter) {
        return repository
                .list(tx.pool(), Duty.sight(actor), filter)
                .map(found -> Page.of(found, filter.size(), last -> String.valueOf(last.number())));
    }

    Uni<List<Complaint>> ofProduct(UUID productId) {
        return repository.ofProduct(tx.pool(), productId, SHOWN_OF_A_PRODUCT);
    }

    /** One complaint, or {@code not-found} outside the reader's area. */
    public Uni<Complaint> find(Actor actor, UUID id) {
        String sight = Duty.sight(actor);
        return repository
                .find(tx.pool(), id)
                .map(found ->
                        found.filter(one -> one.countyCode().startsWith(sight)).orElseThrow(Problem::notFound));
    }

    /** Answers whoever complained. {@code complaint-answered} the second time, {@code supervision-own-organisation}. */
    public Uni<Complaint> answer(Actor actor, UUID id, @Nullable String answer) {
        String text = SupervisionProblems.words("answer", answer, ANSWER_MAX);
        Instant now = clock.instant();
        return office(actor, id)
                .chain(one -> tx.write(connection -> repository
                        .answer(connection, id, text, actor, now)
                        .invoke(done -> {
                            if (!done) {
                                throw SupervisionProblems.complaintAnswered();
                            }
                        })
                        .chain(() -> Deeds.write(
                                connection,
                                Deeds.by(actor, one.countyCode(), now),
                                "complaint-answer",
                                "complaint",
                                id,
                                Map.of()))))
                .onFailure()
                .transform(SupervisionProblems::named)
                .chain(() -> find(actor, id));
    }

    /** How to reach whoever complained, in the clear; the reading and its purpose are written into the trail. */
    public Uni<String> contact(Actor actor, UUID id, @Nullable String purpose) {
        String text = SupervisionProblems.words("purpose", purpose, CONTACT_MAX);
        Instant now = clock.instant();
        return office(actor, id)
                .chain(one -> tx.write(connection -> repository
                        .contact(connection, id)
                        .map(cipher -> secrets.decrypt(cipher.orElseThrow(Problem::notFound), place(id)))
                        .call(() -> Deeds.write(
                                connection,
                                Deeds.by(actor, one.countyCode(), now),
                                "complaint-contact-read",
                                "complaint",
                                id,
                                Map.of("purpose", text)))));
    }

    private Uni<Complaint> office(Actor actor, UUID id) {
        return find(actor, id).invoke(one -> {
            PolicyPack pack = packs.forArea(one.countyCode()).orElseThrow(Problem::notFound);
            if (Duty.level(actor, pack, one.countyCode()).isEmpty()) {
                throw Problem.notFound();
            }
        });
    }

    private static String place(UUID id) {
        return "complaint:" + id + ":contact";
    }

    /** {@code K20261121-7Q2M…X}: the day, ten letters that nobody guesses, a check character. */
    private String receipt(Instant now) {
        StringBuilder text = new StringBuilder("K")
                .append(BusinessClock.dayOf(now).format(DateTimeFormatter.BASIC_ISO_DATE))
                .append('-');
        for (int i = 0; i < RECEIPT_LETTERS; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.append(CheckCharacter.ofNumber(text.toString())).toString();
    }
}
