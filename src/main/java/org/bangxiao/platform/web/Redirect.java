package org.bangxiao.platform.web;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;

/** Post, redirect, get: where a form goes once it is done. */
public final class Redirect {
    private Redirect() {}

    public static Response to(String path) {
        return Response.status(Response.Status.SEE_OTHER)
                .header(HttpHeaders.LOCATION, path)
                .build();
    }

    /** Goes there and says this once: a message key such as {@code flash.saved}. */
    public static Response to(String path, String flashKey) {
        return Response.status(Response.Status.SEE_OTHER)
                .header(HttpHeaders.LOCATION, path)
                .cookie(new NewCookie.Builder(Shell.FLASH_COOKIE)
                        .value(flashKey)
                        .path("/")
                        .maxAge(60)
                        .httpOnly(true)
                        .sameSite(NewCookie.SameSite.LAX)
                        .build())
                .build();
    }

    /** A path on this site, or the fallback: never somewhere else. */
    public static String local(String path, String fallback) {
        return path.startsWith("/") && !path.startsWith("//") && !path.contains("\\") && !path.contains("\n")
                ? path
                : fallback;
    }
}
