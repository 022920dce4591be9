package org.bangxiao.bench;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Lists, product pages and searches, each against an endpoint of the same process that answers as many bytes for nothing. */
final class Pages {
    private static final List<String> WORDS = List.of(
            "金桔", "沙田柚", "隆安板栗", "马山", "jinju", "ht", "kumquats", "green tea", "香菇", "三江", "山茶油", "mango", "鸡", "百色");
    private static final int MOST_PATHS = 500;

    private final Load load;
    private final Goods goods;
    private final Scale scale;

    Pages(Load load, Goods goods, Scale scale) {
        this.load = load;
        this.goods = goods;
        this.scale = scale;
    }

    Figure list() throws Exception {
        List<String> paths =
                new ArrayList<>(List.of("/api/products", "/api/products?sort=price-asc", "/api/products?sort=season"));
        goods.counties().forEach(county -> paths.add("/api/products?county=" + county));
        List.of("fruit", "tea", "edible-fungi", "vegetables").forEach(kind -> {
            paths.add("/api/products?category=" + kind);
            paths.add("/api/products?sort=price-desc&category=" + kind);
        });
        return measure("product-list", paths);
    }

    Figure product() throws Exception {
        return measure(
                "product-page",
                goods.listings().stream()
                        .limit(MOST_PATHS)
                        .map(id -> "/products/" + id)
                        .toList());
    }

    Figure search() throws Exception {
        return measure(
                "search",
                WORDS.stream()
                        .map(word -> "/api/products?q=" + URLEncoder.encode(word, StandardCharsets.UTF_8))
                        .toList());
    }

    private Figure measure(String name, List<String> paths) throws Exception {
        long bytes = 0;
        for (String path : paths) {
            bytes += load.await(load.get(path)).length();
        }
        long mean = bytes / paths.size();
        String nothing = "/q/bench/no-op?bytes=" + mean;
        Duration window = Duration.ofSeconds(scale.windowSeconds());
        AtomicInteger next = new AtomicInteger();
        return Windows.medians(
                name,
                "requests/s",
                scale.products() + " products, " + paths.size() + " addresses, " + mean + " bytes, " + Load.CLIENTS
                        + " clients",
                () -> load.rate(window, () -> load.get(paths.get(Math.floorMod(next.getAndIncrement(), paths.size())))),
                () -> load.rate(window, () -> load.get(nothing)));
    }
}
