package org.bangxiao.region;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.platform.BusinessClock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The regions that this service knows. They are read once, when the service starts; {@code bangxiao.packs.dir} names a
 * folder to read them from in place of those it was built with. Throws {@link BrokenPackException} at the start.
 */
@ApplicationScoped
public class PolicyPacks {
    private static final Logger LOG = Logger.getLogger(PolicyPacks.class);
    /** By then the next year's holidays are announced; before, nobody could know them. */
    private static final int LOOKED_AHEAD_DAYS = 30;

    private final List<PackFolder> folders;
    private final List<PolicyPack> packs;

    @Inject
    public PolicyPacks(@ConfigProperty(name = "bangxiao.packs.dir") Optional<String> folder) {
        folders = folder.map(f -> PackFolder.in(Path.of(f))).orElseGet(PackFolder::onClassPath);
        packs = new PackReader().read(folders, folder.orElse("certification"));
    }

    void atStart(@Observes @Priority(1) StartupEvent start, BusinessClock clock) {
        LocalDate today = clock.today();
        packs.forEach(pack -> {
            LOG.infof("Policy pack %s", pack);
            pack.workingDays()
                    .unknownYears(today, today.plusDays(LOOKED_AHEAD_DAYS))
                    .forEach(year -> LOG.warnf(
                            "Policy pack %s knows no holidays of %d: its working days are Monday to Friday then",
                            pack.key(), year));
        });
    }

    public List<PolicyPack> all() {
        return packs;
    }

    /** The pack of a province code such as {@code 450000}. Throws {@link NoSuchElementException} where there is none. */
    public PolicyPack current(String provinceCode) {
        return packs.stream()
                .filter(p -> p.provinceCode().equals(provinceCode))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no policy pack for " + provinceCode));
    }

    /** The pack of the province that an area of any size lies in. */
    public Optional<PolicyPack> forArea(String areaCode) {
        return packs.stream()
                .filter(p -> new AreaCode(p.provinceCode()).covers(areaCode))
                .findFirst();
    }

    /** The files behind the packs in use, to be kept with their versions. */
    List<PackFolder> folders() {
        return folders;
    }
}
