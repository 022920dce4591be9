package org.bangxiao.report;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.ledger.AccountKind;
import org.bangxiao.platform.web.WithTables;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The books at the desk: from the trial balance to an account, from there to each transaction. */
@Path(BooksPages.HOME)
@Cancellable(false)
@WithTables
@RolesAllowed({Role.AUDITOR, Role.FINANCE})
@Produces(MediaType.TEXT_HTML)
class BooksPages {
    static final String HOME = "/desk/books";
    private static final int SIZE = 50;

    @CheckedTemplate(basePath = "report", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance books(Books.TrialBalance trial, List<AccountKind> kinds);

        static native TemplateInstance booksAccount(
                Books.AccountBalance account, @Nullable String next, @Nullable String first);

        static native TemplateInstance booksEntry(
                Books.JournalEntry entry, @Nullable String next, @Nullable String first);
    }

    private final Books books;
    private final CurrentActor actor;

    BooksPages(Books books, CurrentActor actor) {
        this.books = books;
        this.actor = actor;
    }

    @GET
    public Uni<TemplateInstance> trial(@QueryParam("day") @Nullable String day, @QueryParam("by") @Nullable String by) {
        return books.trial(books.day(day), Books.by(by))
                .map(trial -> Templates.books(trial, List.of(AccountKind.values())));
    }

    @GET
    @Path("account")
    public Uni<TemplateInstance> account(
            @QueryParam("kind") @DefaultValue("") String kind,
            @QueryParam("owner") @DefaultValue("") String owner,
            @QueryParam("day") @Nullable String day,
            @QueryParam("cursor") @Nullable String cursor) {
        return books.account(actor.required(), kind, owner, books.day(day), cursor, SIZE)
                .map(account -> {
                    String here = HOME + "/account?kind=" + account.kind() + "&owner="
                            + URLEncoder.encode(account.owner(), StandardCharsets.UTF_8) + "&day=" + account.day();
                    return Templates.booksAccount(
                            account,
                            account.page().next() == null
                                    ? null
                                    : here + "&cursor=" + account.page().next(),
                            cursor == null ? null : here);
                });
    }

    @GET
    @Path("transactions/{id}")
    public Uni<TemplateInstance> entry(@PathParam("id") long id, @QueryParam("cursor") @Nullable String cursor) {
        String here = HOME + "/transactions/" + id;
        return books.entry(actor.required(), id, cursor, SIZE)
                .map(entry -> Templates.booksEntry(
                        entry,
                        entry.lines().next() == null
                                ? null
                                : here + "?cursor=" + entry.lines().next(),
                        cursor == null ? null : here));
    }
}
