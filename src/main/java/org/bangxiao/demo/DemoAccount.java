package org.bangxiao.demo;

/**
 * A demo account, one per role.
 *
 * @param scopeKind says how to read {@code scope}
 * @param scope     an area code, or the key of a {@link DemoOrganisation}; empty for NONE
 */
public record DemoAccount(
        String username, String role, ScopeKind scopeKind, String scope, String nameZh, String nameEn) {
    /** What an account's scope points at. */
    public enum ScopeKind {
        NONE,
        AREA,
        /** The first village of the county in {@code scope}. */
        VILLAGE,
        /** The first cooperative of the county in {@code scope}. */
        SUPPLIER,
        ORGANISATION
    }
}
