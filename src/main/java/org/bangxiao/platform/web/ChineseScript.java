package org.bangxiao.platform.web;

import com.github.houbb.opencc4j.core.impl.ZhConvertBootstrap;
import com.github.houbb.opencc4j.support.segment.impl.Segments;
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
    // Phrase by phrase a part of a word could become something else than it is in the whole word.
    private static final ZhConvertBootstrap BY_CHARACTER =
            ZhConvertBootstrap.newInstance().segment(Segments.chars());

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

    /** Each character in its simplified form, as words to be found by are kept and read. */
    public static String simplified(String text) {
        return text.codePoints().anyMatch(Character::isIdeographic) ? BY_CHARACTER.toSimple(text) : text;
    }
}
