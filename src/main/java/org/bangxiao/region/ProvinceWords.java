package org.bangxiao.region;

import io.quarkus.qute.TemplateExtension;
import java.util.List;

/**
 * The provinces for pages: {@code province:all} to choose from, {@code province:of(code)} for a name,
 * {@code province:around(code)} for that of the province in which a county lies.
 */
@TemplateExtension(namespace = "province")
public final class ProvinceWords {
    private ProvinceWords() {}

    static List<Provinces.Province> all() {
        return Provinces.all();
    }

    /** Its name, or the code where none has it. */
    static Label of(String code) {
        return Provinces.of(code).map(Provinces.Province::name).orElseGet(() -> new Label(code, code));
    }

    static Label around(String areaCode) {
        return of(areaCode.substring(0, 2) + "0000");
    }
}
