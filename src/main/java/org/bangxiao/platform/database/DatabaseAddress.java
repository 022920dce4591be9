package org.bangxiao.platform.database;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a PostgreSQL database.
 *
 * @param location host, port, database and options as in {@code host:5432/name?sslmode=require}
 * @param user null where the server needs none
 * @param password null where the server needs none
 */
public record DatabaseAddress(
        String location, @Nullable String user, @Nullable String password) {

    /**
     * Reads {@code postgresql://host:port/name}, {@code postgres://…} or {@code jdbc:postgresql://…}; a user and a
     * password inside the address yield to those given beside it. Throws {@link DatabaseRefused} for anything else.
     */
    public static DatabaseAddress parse(String url, @Nullable String user, @Nullable String password) {
        try {
            URI uri = new URI(url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url);
            String scheme = uri.getScheme();
            String path = uri.getRawPath();
            boolean known = "postgresql".equals(scheme) || "postgres".equals(scheme);
            if (!known || uri.getHost() == null || path == null || path.length() < 2) {
                throw unreadable(null);
            }
            String port = uri.getPort() < 0 ? "5432" : String.valueOf(uri.getPort());
            String options = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            String owner = uri.getUserInfo();
            int colon = owner == null ? -1 : owner.indexOf(':');
            String ownUser = owner == null || colon < 0 ? owner : owner.substring(0, colon);
            String ownPassword = owner == null || colon < 0 ? null : owner.substring(colon + 1);
            return new DatabaseAddress(
                    uri.getHost() + ":" + port + path + options,
                    user == null ? ownUser : user,
                    password == null ? ownPassword : password);
        } catch (URISyntaxException e) {
            throw unreadable(e);
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://" + location;
    }

    public String reactiveUrl() {
        return "postgresql://" + location;
    }

    /**
     * The runtime settings of both drivers, by their configuration names, where this is the address of the tables' owner.
     *
     * @param service who serves requests; the owner itself, or a role that owns nothing and may only what it was granted
     */
    public Map<String, String> settings(DatabaseAddress service) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("quarkus.datasource.reactive.url", reactiveUrl());
        settings.put("quarkus.datasource.jdbc.url", jdbcUrl());
        settings.put("quarkus.flyway.jdbc-url", jdbcUrl());
        putAs(settings, "quarkus.flyway.", this);
        putAs(settings, "quarkus.datasource.", service);
        return settings;
    }

    private static void putAs(Map<String, String> settings, String prefix, DatabaseAddress address) {
        if (address.user() != null) {
            settings.put(prefix + "username", address.user());
        }
        if (address.password() != null) {
            settings.put(prefix + "password", address.password());
        }
    }

    /** The same database for another user. */
    public DatabaseAddress as(@Nullable String otherUser, @Nullable String otherPassword) {
        return new DatabaseAddress(location, otherUser, otherPassword);
    }

    /** Without the password, so that an address in a log gives nothing away. */
    @Override
    public String toString() {
        return reactiveUrl();
    }

    private static DatabaseRefused unreadable(@Nullable Throwable cause) {
        // The value itself may hold a password.
        return new DatabaseRefused(
                "BANGXIAO_DATABASE_URL is not an address like postgresql://host:5432/bangxiao.", cause);
    }
}
