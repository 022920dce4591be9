package org.bangxiao.promotion;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.region.Campaign;
import org.bangxiao.region.Label;
import org.bangxiao.region.PolicyPacks;
import org.jspecify.annotations.Nullable;

/** What coupons can be limited to, by the names of the policy packs. */
@ApplicationScoped
class ScopeNames {
    /** One to choose, with its id. */
    record Choice(String id, Label name) {}

    private final PolicyPacks packs;

    ScopeNames(PolicyPacks packs) {
        this.packs = packs;
    }

    /** The name of an area; its code where no pack knows it any more. */
    public Label area(String code) {
        return packs.forArea(code).flatMap(pack -> pack.areaName(code)).orElse(new Label(code, code));
    }

    public Label category(String id) {
        return name(categories(), id);
    }

    public Label campaign(String id) {
        return name(campaigns(), id);
    }

    /** Provinces, prefectures and counties, each before what lies in it; only what lies in the area, where one is given. */
    public List<Choice> areas(@Nullable AreaCode within) {
        SortedMap<String, Label> byCode = new TreeMap<>();
        packs.all().forEach(pack -> {
            byCode.put(pack.provinceCode(), pack.name());
            pack.counties().forEach(county -> {
                byCode.putIfAbsent(county.prefectureCode(), county.prefecture());
                byCode.putIfAbsent(county.code(), county.name());
            });
        });
        return byCode.entrySet().stream()
                .filter(area -> within == null || within.covers(area.getKey()))
                .map(area -> new Choice(area.getKey(), area.getValue()))
                .toList();
    }

    public List<Choice> categories() {
        Map<String, Choice> byId = new LinkedHashMap<>();
        packs.all()
                .forEach(pack ->
                        pack.categories().forEach(one -> byId.putIfAbsent(one.id(), new Choice(one.id(), one.name()))));
        return List.copyOf(byId.values());
    }

    public List<Choice> campaigns() {
        Map<String, Choice> byId = new LinkedHashMap<>();
        for (Campaign one :
                packs.all().stream().flatMap(pack -> pack.campaigns().stream()).toList()) {
            byId.putIfAbsent(one.id(), new Choice(one.id(), one.name()));
        }
        return List.copyOf(byId.values());
    }

    private static Label name(List<Choice> choices, String id) {
        return choices.stream()
                .filter(choice -> choice.id().equals(id))
                .findFirst()
                .map(Choice::name)
                .orElse(new Label(id, id));
    }
}
