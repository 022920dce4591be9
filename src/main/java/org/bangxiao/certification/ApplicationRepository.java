package org.bangxiao.certification;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.persistence.OptimisticLockException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.bangxiao.kernel.Problem;
import org.bangxiao.notice.InboxRepository;
import org.bangxiao.notice.Note;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.SqlState;

/** Writes applications with all that comes into being with them, in one Hibernate transaction. */
@ApplicationScoped
class ApplicationRepository implements PanacheRepositoryBase<Application, UUID> {
    /** One transaction; what the constraints refuse comes out as the fact it stands for. */
    <T> Uni<T> transaction(Supplier<Uni<T>> work) {
        return Panache.withTransaction(() -> work.get().call(() -> flush()))
                .onFailure(OptimisticLockException.class)
                .transform(stale -> CertificationProblems.alreadyDecided())
                .onFailure(failure -> SqlState.violates(failure, "certification_person_acts_at_one_level"))
                .transform(refused -> CertificationProblems.actedAtAnotherLevel())
                .onFailure(failure -> SqlState.violates(failure, "certification_nobody_decides_on_their_own"))
                .transform(refused -> CertificationProblems.ownOrganisation())
                .onFailure(failure -> SqlState.violates(failure, "certification_who_passed_answers_no_objection"))
                .transform(refused -> CertificationProblems.passedItBefore())
                .onFailure(failure -> SqlState.violates(failure, "certification_case_decided_once"))
                .transform(refused -> CertificationProblems.alreadyDecided());
    }

    /** The application, which nobody else may write until this transaction is over. */
    Uni<Application> locked(UUID id) {
        return findById(id, LockModeType.PESSIMISTIC_WRITE).onItem().ifNull().failWith(Problem::notFound);
    }

    Uni<Notice> notice(UUID id) {
        return getSession()
                .chain(session -> session.find(Notice.class, id))
                .onItem()
                .ifNull()
                .failWith(Problem::notFound);
    }

    Uni<Objection> objection(UUID id) {
        return getSession()
                .chain(session -> session.find(Objection.class, id))
                .onItem()
                .ifNull()
                .failWith(Problem::notFound);
    }

    Uni<Long> openObjections(UUID noticeId) {
        return getSession()
                .chain(session -> session.createQuery(
                                "select count(*) from Objection where noticeId = :notice and outcome is null",
                                Long.class)
                        .setParameter("notice", noticeId)
                        .getSingleResult());
    }

    /** How many objections came from that sender since then, to that notice and to all. */
    Uni<long[]> objectionsFrom(byte[] addressDigest, UUID noticeId, Instant since) {
        return getSession()
                .chain(session -> session.createQuery(
                                "select noticeId from Objection where addressDigest = :sender and lodgedAt > :since",
                                UUID.class)
                        .setParameter("sender", addressDigest)
                        .setParameter("since", since)
                        .getResultList())
                .map(notices ->
                        new long[] {notices.stream().filter(noticeId::equals).count(), notices.size()});
    }

    Uni<Void> tell(Note note, Instant at) {
        return getSession().chain(session -> InboxRepository.tell(session, note, at));
    }

    Uni<Void> add(List<?> rows) {
        return rows.isEmpty()
                ? Uni.createFrom().voidItem()
                : getSession().chain(session -> session.persistAll(rows.toArray()));
    }

    /** False where another request made the drafts of the sheet before. */
    Uni<Boolean> confirmSheet(UUID sheetId, int drafts, Instant now) {
        return getSession()
                .chain(session -> session.createNativeQuery(
                                "UPDATE certification_sheet SET confirmed_at = :now, drafts = :drafts "
                                        + "WHERE id = :id AND confirmed_at IS NULL")
                        .setParameter("now", now)
                        .setParameter("drafts", drafts)
                        .setParameter("id", sheetId)
                        .executeUpdate())
                .map(changed -> changed > 0);
    }

    Uni<Void> audit(Audit.Deed deed) {
        return getSession().chain(session -> Audit.write(session, deed));
    }
}
