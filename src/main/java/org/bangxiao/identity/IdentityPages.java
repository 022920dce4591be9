package org.bangxiao.identity;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Tx;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Sign in, register, sign out, my account. */
@Path("/")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
class IdentityPages {
    /** A role and where it holds, in words. */
    record RoleLine(String role, String scope) {}

    @CheckedTemplate(basePath = "identity", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance signIn(
                Form form, String next, List<IdentityRepository.DemoAccount> demoAccounts, String demoPassword);

        static native TemplateInstance register(Form form, String next);

        static native TemplateInstance account(Actor account, List<RoleLine> roles);
    }

    private final SignIn signIn;
    private final Sessions sessions;
    private final Accounts accounts;
    private final CurrentActor actor;
    private final Tx tx;
    private final IdentityRepository repository;
    private final boolean demo;
    private final String demoPassword;

    IdentityPages(
            SignIn signIn,
            Sessions sessions,
            Accounts accounts,
            CurrentActor actor,
            Tx tx,
            IdentityRepository repository,
            @ConfigProperty(name = "bangxiao.demo") boolean demo,
            @ConfigProperty(name = "bangxiao.demo-password") String demoPassword) {
        this.tx = tx;
        this.repository = repository;
        this.demo = demo;
        this.demoPassword = demoPassword;
        this.signIn = signIn;
        this.sessions = sessions;
        this.accounts = accounts;
        this.actor = actor;
    }

    @GET
    @Path("sign-in")
    @PermitAll
    public Uni<TemplateInstance> signInForm(@QueryParam("next") @DefaultValue("") String next) {
        return signInPage(Form.empty(), Redirect.local(next, ""));
    }

    @POST
    @Path("sign-in")
    @PermitAll
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> signIn(
            MultivaluedMap<String, String> posted,
            HttpServerRequest request,
            @CookieParam("session") @Nullable String old) {
        Form form = Form.of(posted);
        return signIn.with(
                        form.value("username"),
                        form.value("password"),
                        request.remoteAddress().hostAddress())
                .chain(who -> entered(who, form, old, request.isSSL()))
                .onFailure(Problem.class)
                .recoverWithUni(problem ->
                        signInPage(form.with(problem), next(form)).chain(page -> FormAnswer.refused(page, problem)));
    }

    @GET
    @Path("register")
    @PermitAll
    public TemplateInstance registerForm(@QueryParam("next") @DefaultValue("") String next) {
        return Templates.register(Form.empty(), Redirect.local(next, ""));
    }

    @POST
    @Path("register")
    @PermitAll
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> register(
            MultivaluedMap<String, String> posted,
            HttpServerRequest request,
            @CookieParam("session") @Nullable String old) {
        Form form = Form.of(posted);
        return Uni.createFrom()
                .deferred(() ->
                        accounts.register(form.value("username"), form.value("displayName"), form.value("password")))
                .chain(who -> entered(who, form, old, request.isSSL()))
                .onFailure(Problem.class)
                .recoverWithUni(
                        problem -> FormAnswer.refused(Templates.register(form.with(problem), next(form)), problem));
    }

    @POST
    @Path("sign-out")
    @PermitAll
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> signOut(
            MultivaluedMap<String, String> posted, @CookieParam("session") @Nullable String secret) {
        Uni<Void> ended = secret == null ? Uni.createFrom().voidItem() : sessions.end(secret);
        return ended.map(ignored -> Response.fromResponse(Redirect.to("/"))
                .cookie(new NewCookie.Builder(Sessions.COOKIE)
                        .value("")
                        .path("/")
                        .maxAge(0)
                        .build())
                .build());
    }

    @GET
    @Path("account")
    @Authenticated
    public TemplateInstance account() {
        Actor who = actor.required();
        List<RoleLine> roles = who.grants().stream()
                .map(grant -> new RoleLine(
                        grant.role(),
                        Optional.ofNullable(grant.area()).map(AreaCode::value).orElse("")))
                .toList();
        return Templates.account(who, roles);
    }

    private Uni<TemplateInstance> signInPage(Form form, String next) {
        return demo
                ? repository.demoAccounts(tx.pool()).map(known -> Templates.signIn(form, next, known, demoPassword))
                : Uni.createFrom().item(Templates.signIn(form, next, List.of(), ""));
    }

    /** A new stay for a new sign-in: the cookie from before is ended, so that a planted one is worth nothing. */
    private Uni<Response> entered(Actor who, Form form, @Nullable String old, boolean secure) {
        Uni<Void> ended = old == null ? Uni.createFrom().voidItem() : sessions.end(old);
        return ended.chain(() -> sessions.begin(who))
                .map(secret -> Response.fromResponse(Redirect.to(landing(who, form)))
                        .cookie(new NewCookie.Builder(Sessions.COOKIE)
                                .value(secret)
                                .path("/")
                                .httpOnly(true)
                                .secure(secure)
                                .sameSite(NewCookie.SameSite.LAX)
                                .maxAge((int) Sessions.LENGTH.toSeconds())
                                .build())
                        .build());
    }

    private static String landing(Actor who, Form form) {
        boolean staff = who.grants().stream().anyMatch(grant -> !grant.role().equals(Role.CONSUMER));
        return Redirect.local(next(form), staff ? "/desk" : "/");
    }

    private static String next(Form form) {
        return Redirect.local(form.value("next"), "");
    }
}
