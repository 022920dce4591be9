package org.bangxiao.supervision;

import java.util.List;
import java.util.Optional;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.region.Level;
import org.bangxiao.region.PolicyPack;

/** Who sees and decides what: each level its area, those above with it; auditors read. */
final class Duty {
    private static final List<String> READERS = List.of(
            Role.TASK_FORCE,
            Role.REGION_OFFICER,
            Role.AUDITOR,
            Role.ADMINISTRATOR,
            Role.CITY_OFFICER,
            Role.COUNTY_OFFICER);

    private Duty() {}

    /** Whether the actor holds an office that decides, anywhere. */
    static boolean officer(Actor actor) {
        return List.of(Role.TASK_FORCE, Role.REGION_OFFICER, Role.CITY_OFFICER, Role.COUNTY_OFFICER).stream()
                .anyMatch(actor::has);
    }

    /** What every area code begins with that the reader may see; {@code forbidden} where there is none. */
    static String sight(Actor actor) {
        return actor.sightAs(READERS);
    }

    /** The highest level of the county's region at which the actor decides there; the task force stands with the highest. */
    static Optional<Level> level(Actor actor, PolicyPack pack, String countyCode) {
        List<Level> levels = pack.levels();
        for (int i = levels.size() - 1; i >= 0; i--) {
            boolean highest = i == levels.size() - 1;
            if (levels.get(i).officers().stream().anyMatch(role -> actor.actsIn(role, countyCode))
                    || (highest && actor.actsIn(Role.TASK_FORCE, countyCode))) {
                return Optional.of(levels.get(i));
            }
        }
        return Optional.empty();
    }

    /** True where the actor decides in that county at this level or one above. */
    static boolean decides(Actor actor, PolicyPack pack, String countyCode, String needed) {
        return level(actor, pack, countyCode)
                .filter(pack.levelsFrom(needed)::contains)
                .isPresent();
    }

    /** {@code not-found} for who has no office there, {@code level-above-has-it} for who is too low. */
    static void require(Actor actor, PolicyPack pack, String countyCode, String needed) {
        if (level(actor, pack, countyCode).isEmpty()) {
            throw Problem.notFound();
        }
        if (!decides(actor, pack, countyCode, needed)) {
            throw SupervisionProblems.levelAboveHasIt();
        }
    }

    /** The role that a deed is written down with. */
    static String role(Actor actor, String countyCode) {
        return READERS.stream()
                .filter(role -> actor.actsIn(role, countyCode))
                .findFirst()
                .orElse(Role.SUPPLIER);
    }
}
