package org.bangxiao.platform.web;

import io.quarkus.csrf.reactive.runtime.CsrfTokenParameterProvider;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Pages that look the same to every passer-by, written once for as long as what they show stays equal: writing one takes
 * many times longer than looking up what it shows. Only the token of its forms differs from visitor to visitor and is
 * put in anew. Whoever is signed in, came from a form or asks for more than the page itself gets a page of their own.
 */
@ApplicationScoped
public class KeptPages {
    private static final int MOST_KEPT = 8_000;

    private record Key(Object page, String language) {}

    /** @param pieces the page's text between the places where a token stands */
    private record Kept(Object content, List<String> pieces) {}

    private final Map<Key, Kept> pages = new ConcurrentHashMap<>();
    private final Shell shell;
    private final CsrfTokenParameterProvider csrf;

    KeptPages(Shell shell, CsrfTokenParameterProvider csrf) {
        this.shell = shell;
        this.csrf = csrf;
    }

    /**
     * The page as text.
     *
     * @param page    names it, together with the visitor's language
     * @param content all that it shows; a page is written again when this is no longer equal
     */
    public Uni<String> show(Object page, Object content, Supplier<TemplateInstance> template) {
        if (!shell.anyPasserBy()) {
            return template.get().createUni();
        }
        Key key = new Key(page, shell.locale());
        Kept kept = pages.get(key);
        if (kept != null && kept.content().equals(content)) {
            // What was looked up last is compared fastest with itself.
            pages.put(key, new Kept(content, kept.pieces()));
            return Uni.createFrom().item(String.join(csrf.getToken(), kept.pieces()));
        }
        return template.get().createUni().invoke(text -> keep(key, content, text));
    }

    private void keep(Key key, Object content, String text) {
        if (pages.size() >= MOST_KEPT) {
            pages.clear();
        }
        pages.put(key, new Kept(content, List.of(text.split(Pattern.quote(csrf.getToken()), -1))));
    }
}
