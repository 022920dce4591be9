package org.bangxiao.platform;

import io.vertx.pgclient.PgException;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL says when it refuses: the code and the constraint that held. */
public final class SqlState {
    private SqlState() {}

    /** True where the failure is that constraint (unique, check, exclusion, foreign key) being broken. */
    public static boolean violates(Throwable failure, String constraint) {
        PgException refusal = find(failure);
        return refusal == null ? saysSo(failure, constraint) : Objects.equals(refusal.getConstraint(), constraint);
    }

    /** Hibernate keeps only the driver's words: class 23 and the constraint's name in quotes. */
    private static boolean saysSo(Throwable failure, String constraint) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException refusal
                    && String.valueOf(refusal.getSQLState()).startsWith("23")
                    && String.valueOf(refusal.getMessage()).contains("constraint \"" + constraint + "\"")) {
                return true;
            }
        }
        return false;
    }

    /** Serialisation failure or deadlock: the whole transaction may be run again. */
    public static boolean isTransient(Throwable failure) {
        PgException refusal = find(failure);
        return refusal != null
                && (Objects.equals(refusal.getSqlState(), "40001") || Objects.equals(refusal.getSqlState(), "40P01"));
    }

    static @Nullable PgException find(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof PgException refusal) {
                return refusal;
            }
        }
        return null;
    }
}
