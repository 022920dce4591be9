package org.bangxiao.platform.web;

import com.github.houbb.opencc4j.util.ZhConverterUtil;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * Chinese in its other script, phrase by phrase as OpenCC knows them: our own words and names for a reader of traditional
 * characters, and what such a reader types for the search. What people wrote is shown as they wrote it.
 */
@ApplicationScoped
public class ChineseScript {
    private static final Logger LOG = Logger.getLogger(ChineseScript.class);

    // The tables take a second to read; the first reader should not wait for them, nor anybody else behind that reader.
    void atStart(@Observes StartupEvent start) {
        Uni.createFrom()
                .item(() -> Messages.get(Messages.TRADITIONAL, "shop.name"))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .subscribe()
                .with(name -> {}, failure -> LOG.error("No traditional characters", failure));
    }

    /** In traditional characters. */
    public static String traditional(String text) {
        return ZhConverterUtil.toTraditional(text);
    }

    /** In simplified characters; a text without Chinese stays as it is. */
    public static String simplified(String text) {
        return text.codePoints().anyMatch(Character::isIdeographic) ? ZhConverterUtil.toSimple(text) : text;
    }
}
