package org.bangxiao.platform.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.HttpSecurityRecorder.DefaultAuthFailureHandler;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.function.BiConsumer;

/**
 * Hands a failed authentication to the exception mappers. Quarkus REST does the same by itself, but where metrics are on it
 * first builds its table of all routes anew, for every request that comes in and whether it fails or not: a third of what
 * a product page costs.
 */
@ApplicationScoped
class FailedAuthentication {
    /** That of the authentication itself, behind which this one comes; the one of Quarkus REST has one less. */
    private static final int WITH_AUTHENTICATION = 200;

    void register(@Observes Filters filters) {
        filters.register(
                request -> {
                    request.put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, new ToMappers());
                    request.next();
                },
                WITH_AUTHENTICATION);
    }

    private static final class ToMappers implements BiConsumer<RoutingContext, Throwable> {
        @Override
        public void accept(RoutingContext request, Throwable failure) {
            DefaultAuthFailureHandler.markIfOtherAuthenticationFailure(request, failure);
            if (!request.failed()) {
                request.fail(DefaultAuthFailureHandler.extractRootCause(failure));
            }
        }
    }
}
