package org.bangxiao.promotion;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bangxiao.region.Campaign;
import org.bangxiao.region.Label;
import org.bangxiao.region.PolicyPacks;

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
    Label area(String code) {
        return packs.forArea(code).flatMap(pack -> pack.areaName(code)).orElse(new Label(code, code));
    }

    Label category(String id) {
        return name(categories(), id);
    }

    Label campaign(String id) {
        return name(campaigns(), id);
    }

    /** Provinces, each with its counties. */
    List<Choice> areas() {
        List<Choice> areas = new ArrayList<>();
        packs.all().forEach(pack -> {
            areas.add(new Choice(pack.provinceCode(), pack.name()));
            pack.counties().forEach(county -> areas.add(new Choice(county.code(), county.name())));
        });
        return areas;
    }

    List<Choice> categories() {
        Map<String, Choice> byId = new LinkedHashMap<>();
        packs.all()
                .forEach(pack ->
                        pack.categories().forEach(one -> byId.putIfAbsent(one.id(), new Choice(one.id(), one.name()))));
        return List.copyOf(byId.values());
    }

    List<Choice> campaigns() {
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
