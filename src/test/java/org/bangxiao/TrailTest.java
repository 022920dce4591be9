package org.bangxiao;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever an office or a supplier does leaves a row in the trail: every use case that writes also writes there. */
class TrailTest {
    private static final List<String> ROOMS =
            List.of("org.bangxiao.certification", "org.bangxiao.organisation", "org.bangxiao.supervision");

    /** Who writes and tells no deed, with the reason. */
    private static final Set<String> NO_DEEDS = Set.of(
            // Tells people of what comes; nothing is done.
            "certification.CertificateReminders.remind",
            "certification.CertificateReminders.tick",
            "supervision.RedAndBlack.remind",
            // Counts the guesses of strangers so that nobody enumerates; it holds no deed and nobody's name.
            "certification.Lookups.ask",
            "certification.Lookups.guarded");

    /** Statements that write the trail of what they do themselves. */
    private static final Set<String> WITH_THEIR_TRAIL = Set.of(
            "supervision.WatchRepository.open",
            "supervision.EscalationRepository.cases",
            "supervision.EscalationRepository.findings",
            "organisation.StandingRepository.refreshDue");

    private static JavaClasses house;

    @BeforeAll
    static void read() {
        house = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.bangxiao");
    }

    @Test
    void everyUseCaseThatWritesAlsoWritesTheTrail() {
        Set<String> writing = new TreeSet<>();
        Set<String> silent = new TreeSet<>();
        useCases().filter(useCase -> reaches(useCase, TrailTest::writes)).forEach(useCase -> {
            writing.add(name(useCase));
            if (!reaches(useCase, TrailTest::tells)) {
                silent.add(name(useCase));
            }
        });
        assertThat(writing)
                .as("what is swept")
                .contains(
                        "certification.Applications.create",
                        "certification.Decisions.decide",
                        "certification.Evidence.content",
                        "organisation.SupplierRegister.readClear",
                        "supervision.Cases.decide",
                        "supervision.Watch.advance")
                .hasSizeGreaterThan(40);
        assertThat(silent).as("writes without a row in the trail").isEqualTo(new TreeSet<>(NO_DEEDS));
    }

    /** What others may call of classes that are no door. */
    private static Stream<JavaCodeUnit> useCases() {
        return house.stream()
                .filter(one -> ROOMS.contains(one.getPackageName()))
                .filter(one -> !one.getSimpleName().matches(".*(Pages|Resource|Repository)"))
                .flatMap(one -> one.getMethods().stream())
                .filter(method -> !method.getModifiers().contains(JavaModifier.PRIVATE))
                .filter(method -> !method.getModifiers().contains(JavaModifier.SYNTHETIC))
                .map(method -> method);
    }

    private static boolean writes(JavaCodeUnit unit) {
        String name = name(unit);
        return name.equals("platform.Tx.write") || name.equals("certification.ApplicationRepository.transaction");
    }

    private static boolean tells(JavaCodeUnit unit) {
        String name = name(unit);
        return name.equals("platform.Audit.write") || WITH_THEIR_TRAIL.contains(name);
    }

    /** Whether the method, or what it calls in the house, is such a one. */
    private static boolean reaches(JavaCodeUnit from, Predicate<JavaCodeUnit> wanted) {
        Set<JavaCodeUnit> seen = new HashSet<>();
        Deque<JavaCodeUnit> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            JavaCodeUnit unit = open.pop();
            if (!seen.add(unit)) {
                continue;
            }
            if (wanted.test(unit)) {
                return true;
            }
            called(unit).forEach(open::push);
        }
        return false;
    }

    private static Stream<JavaCodeUnit> called(JavaCodeUnit unit) {
        return Stream.<JavaAccess<?>>concat(
                        unit.getCallsFromSelf().stream(),
                        Stream.concat(
                                unit.getMethodReferencesFromSelf().stream(),
                                unit.getConstructorReferencesFromSelf().stream()))
                .filter(access -> inside(access.getTargetOwner()))
                .flatMap(access -> access.getTarget() instanceof CodeUnitAccessTarget target
                        ? target.resolveMember().stream()
                        : Stream.empty());
    }

    private static boolean inside(JavaClass owner) {
        return owner.getPackageName().startsWith("org.bangxiao");
    }

    private static String name(JavaCodeUnit unit) {
        return unit.getOwner().getName().replaceFirst("^org\\.bangxiao\\.", "") + "." + unit.getName();
    }
}
