package org.bangxiao.demo;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.certification.ApplicationView;
import org.bangxiao.household.LinkKind;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;

/**
 * At the first start of an installation where nobody lives yet, walks the demo world through the real use cases before
 * the first request is served, with the clock set back so that every notice has run its days. A start that was cut off
 * in the middle begins again from an empty schema: nobody was served in between.
 */
@ApplicationScoped
public class DemoWorld {
    private static final String LOADING = "loading";
    private static final String LOADED = "loaded";

    private final DemoRepository repository;
    private final Flyway flyway;
    private final Scheduler scheduler;
    private final PolicyPacks packs;
    private final BusinessClock clock;
    private final Casting casting;
    private final Registering registering;
    private final Certifying certifying;
    private final Shelving shelving;
    private final Trading trading;
    private final OpenCases openCases;
    private final Supervising supervising;
    private final Contracting contracting;
    private final Couponing couponing;
    private final Zoning zoning;
    private final Paying paying;
    private final Helping helping;
    private final boolean wanted;
    private final String password;
    private final String province;
    private final int port;

    DemoWorld(
            DemoRepository repository,
            Flyway flyway,
            Scheduler scheduler,
            PolicyPacks packs,
            BusinessClock clock,
            Casting casting,
            Registering registering,
            Certifying certifying,
            Shelving shelving,
            Trading trading,
            OpenCases openCases,
            Supervising supervising,
            Contracting contracting,
            Couponing couponing,
            Zoning zoning,
            Paying paying,
            Helping helping,
            @ConfigProperty(name = "bangxiao.demo") boolean wanted,
            @ConfigProperty(name = "bangxiao.demo-password") String password,
            @ConfigProperty(name = "bangxiao.demo-province") String province,
            @ConfigProperty(name = "quarkus.http.port") int port,
            @ConfigProperty(name = "quarkus.http.host-enabled", defaultValue = "true") boolean serving) {
        this.repository = repository;
        this.flyway = flyway;
        this.scheduler = scheduler;
        this.packs = packs;
        this.clock = clock;
        this.casting = casting;
        this.registering = registering;
        this.certifying = certifying;
        this.shelving = shelving;
        this.trading = trading;
        this.openCases = openCases;
        this.supervising = supervising;
        this.contracting = contracting;
        this.couponing = couponing;
        this.zoning = zoning;
        this.paying = paying;
        this.helping = helping;
        // A run that only brings the schema up to date serves nobody and makes no world.
        this.wanted = wanted && serving;
        this.password = password;
        this.province = province;
        this.port = port;
    }

    /** Before anything else looks at the database: a world that was cut off is taken away whole. */
    void beginAgain(@Observes @Priority(0) StartupEvent start) {
        if (wanted && Steps.run(repository::state).equals(Optional.of(LOADING))) {
            Steps.say("The demo world was cut off while it was made: making it again.");
            // Jobs look at their tables every second; for a moment there are none.
            scheduler.pause();
            flyway.clean();
            flyway.migrate();
            scheduler.resume();
        }
    }

    void atStart(@Observes @Priority(5_000) StartupEvent start) {
        if (wanted && Steps.run(repository::state).isEmpty() && Steps.run(repository::uninhabited)) {
            load(
                    WorldScale.DEMO,
                    packs.current(province).counties().stream()
                            .map(county -> new County(
                                    county.code(),
                                    county.name().zh(),
                                    county.name().en()))
                            .toList());
        }
    }

    /** Makes a world of these counties; tests call it with few of them. */
    public void load(WorldScale scale, List<County> counties) {
        PolicyPack pack = packs.current(province);
        DemoCalendar calendar = new DemoCalendar(clock.today());
        World world = World.of(new WorldSettings(
                scale,
                WorldSettings.SEED,
                counties,
                pack.agreement().platformFeeBasisPoints(),
                pack.channels().stream().map(channel -> channel.id()).toList(),
                calendar.today()));
        Steps.say("First start: making the demo world. This takes about a minute.");
        scheduler.pause();
        Steps.run(() -> repository.remember(LOADING));
        List<Shelving.Shelved> shelf;
        try {
            shelf = walk(world, pack, calendar);
        } finally {
            clock.reset();
            scheduler.resume();
        }
        Steps.run(() -> repository.remember(LOADED));
        Steps.say(Welcome.text("http://localhost:" + port, password, shelf));
    }

    private List<Shelving.Shelved> walk(World world, PolicyPack pack, DemoCalendar calendar) {
        clock.travelTo(DemoCalendar.morningOf(calendar.opening()));
        Cast cast = casting.cast(world, password, calendar);
        List<UUID> households = registering.households(world);
        List<Map<LinkKind, UUID>> links = registering.links(world, cast, households);
        List<ApplicationView> applications = certifying.certify(world, pack, cast, links, calendar);
        List<Shelving.Shelved> shelf = shelving.list(world, applications, cast, calendar);
        shelving.box(world, shelf, cast);
        trading.trade(world, shelf, cast, calendar);
        openCases.leave(world, pack, cast, links, calendar);
        supervising.supervise(shelf, cast, calendar);
        contracting.agree(world, cast, links, calendar);
        couponing.issue(pack, cast, calendar);
        shelving.presell(world, shelf, cast, calendar);
        zoning.open(cast, calendar);
        shelving.host(world, shelf, cast, calendar);
        helping.help(cast, households);
        paying.pay(pack, cast);
        return shelf;
    }
}
