package org.bangxiao;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The floors of the house and the few habits that keep reactive code right: a wall in the wrong place fails the build. */
class ArchitectureTest {
    private static final String ROOT = "org.bangxiao.";

    /** Packages by floor, the ground first. The kernel lies under everything, the platform beside it included. */
    private static final List<Set<String>> FLOORS = List.of(
            Set.of("kernel", "platform"),
            Set.of("region", "identity", "document", "notice"),
            Set.of("organisation", "ledger", "payment"),
            Set.of("household", "freight", "promotion"),
            Set.of("certification"),
            Set.of("catalogue"),
            Set.of("sale"),
            Set.of("order", "procurement", "partner", "outlet", "settlement"),
            Set.of("report", "supervision", "monitoring", "review", "account", "invoice"),
            Set.of("demo"));

    /** Where the system's own time is right: expiry of tokens and keys, signatures that strangers check by their clocks. */
    private static final Set<String> REAL_TIME = Set.of(
            "identity.Tokens",
            "identity.SigningKeys",
            "payment.CallbackResource",
            "payment.SandboxProvider",
            "payment.WeChatPay");

    private static final Pattern SYSTEM_TIME_CLASS =
            Pattern.compile("java\\.time\\.(Instant|Local\\w+|Offset\\w+|Zoned\\w+|Year\\w*)");
    private static final Set<String> HANDED_THROUGH = Set.of("Pool", "SqlConnection", "SqlClient");
    private static final Set<String> TRANSACTION_MARKS =
            Set.of("WithTransaction", "WithSession", "WithSessionOnDemand", "Panache");
    private static final Set<String> SECURITY = Set.of(
            "jakarta.annotation.security.RolesAllowed",
            "jakarta.annotation.security.PermitAll",
            "jakarta.annotation.security.DenyAll",
            "io.quarkus.security.Authenticated");

    private static JavaClasses house;

    @BeforeAll
    static void read() {
        house = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.bangxiao");
        assertThat(house).isNotEmpty();
    }

    @Test
    void everyPackageStandsOnAFloorAndLooksOnlyDownwards() {
        check(classes().should(condition("look only at lower floors", (from, events) -> {
            if (floorOf(from) < 0) {
                violated(events, from, from.getName() + " is in a package that stands on no floor");
            }
            for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                JavaClass to = dependency.getTargetClass().getBaseComponentType();
                if (to.getName().startsWith(ROOT) && !maySee(from, to)) {
                    violated(events, from, dependency.getDescription());
                }
            }
        })));
    }

    @Test
    void packagesKnowEachOtherInOneDirection() {
        check(slices().matching("org.bangxiao.(*)..").should().beFreeOfCycles());
    }

    @Test
    void theKernelIsPlainJava() {
        check(classes()
                .that()
                .resideInAPackage("org.bangxiao.kernel..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "org.bangxiao.kernel.."));
    }

    @Test
    void onlyRepositoriesSpeakSql() {
        check(noClasses()
                .that(not(speaksSql()))
                .should()
                .dependOnClassesThat(describe(
                        "belong to the SQL client beyond what is handed through",
                        type -> type.getPackageName().matches("io\\.vertx\\.(mutiny\\.)?(sqlclient|pgclient)(\\..*)?")
                                && !HANDED_THROUGH.contains(type.getSimpleName())))
                .orShould()
                .callMethodWhere(describe(
                        "queries",
                        call -> call.getTargetOwner().getPackageName().contains("sqlclient")
                                && call.getName().matches("(prepared)?[qQ]uery\\w*|prepare\\w*"))));
    }

    @Test
    void onlyRepositoriesAndEntitiesKnowHibernate() {
        DescribedPredicate<JavaClass> persistence = describe(
                "belong to Hibernate or Panache, transaction marks apart",
                type -> type.getPackageName()
                                .matches("(io\\.quarkus\\.hibernate|org\\.hibernate|jakarta\\.persistence)(\\..*)?")
                        && !TRANSACTION_MARKS.contains(type.getSimpleName()));
        check(noClasses().that(not(speaksSql()).and(not(entity()))).should().dependOnClassesThat(persistence));
    }

    @Test
    void doorsDoNotReachForEntities() {
        check(noClasses()
                .that(describe("are resources or pages", type -> top(type).matches(".*(Resource|Pages)")))
                .should()
                .dependOnClassesThat(entity()));
    }

    /** A client that hangs up must not cancel the work of a connection, see the README's decisions. */
    @Test
    void everyResourceRunsToItsEnd() {
        check(classes()
                .that()
                .areAnnotatedWith("jakarta.ws.rs.Path")
                .should(condition("carry @Cancellable(false)", (type, events) -> {
                    boolean kept = type.tryGetAnnotationOfType("org.jboss.resteasy.reactive.server.Cancellable")
                            .flatMap(mark -> mark.get("value"))
                            .filter(Boolean.FALSE::equals)
                            .isPresent();
                    if (!kept) {
                        violated(events, type, type.getName() + " lacks @Cancellable(false)");
                    }
                })));
    }

    @Test
    void everyEndpointIsPublicAndSaysWhoMayCallIt() {
        check(methods()
                .that(describe("are endpoints", ArchitectureTest::isEndpoint))
                .should(new ArchCondition<JavaMethod>("be public, in a @Path class, and say who may call them") {
                    @Override
                    public void check(JavaMethod method, ConditionEvents events) {
                        JavaClass owner = method.getOwner();
                        boolean seen =
                                method.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC)
                                        && owner.isAnnotatedWith("jakarta.ws.rs.Path");
                        if (!seen || !(guarded(method) || guarded(owner))) {
                            events.add(SimpleConditionEvent.violated(method, method.getFullName()));
                        }
                    }
                }));
    }

    @Test
    void timeComesFromTheBusinessClock() {
        check(noClasses()
                .that(not(resideInAnyPackage("org.bangxiao.platform..")))
                .and(not(describe(
                        "need the system's own time",
                        type -> REAL_TIME.contains(top(type).substring(ROOT.length())))))
                .should()
                .callMethodWhere(describe("read the system's time", ArchitectureTest::readsSystemTime)));
    }

    @Test
    void onlyThePlatformAndTheDemoPrint() {
        check(noClasses()
                .that(not(resideInAnyPackage("org.bangxiao.platform..", "org.bangxiao.demo..", "org.bangxiao.bench..")))
                .should()
                .accessFieldWhere(describe(
                        "is System.out or System.err",
                        access -> access.getTargetOwner().isEquivalentTo(System.class)))
                .orShould()
                .callMethodWhere(
                        describe("print a stack trace", call -> call.getName().equals("printStackTrace"))));
    }

    @Test
    void nothingFloats() {
        check(fields().should()
                .notHaveRawType(describe(
                        "a floating point type",
                        type -> Set.of("double", "float", "java.lang.Double", "java.lang.Float")
                                .contains(type.getBaseComponentType().getName()))));
    }

    @Test
    void nothingIsGuessedByAPredictableRandom() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .orShould()
                .callMethod(Math.class, "random"));
        check(noClasses()
                .that(not(resideInAnyPackage("org.bangxiao.demo..", "org.bangxiao.bench..")))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.SplittableRandom"));
    }

    @Test
    void nobodyWaits() {
        check(noClasses()
                .that(not(resideInAnyPackage("org.bangxiao.bench..")))
                .should()
                .callMethodWhere(describe(
                        "block",
                        call -> call.getName().equals("await")
                                        && call.getTargetOwner()
                                                .getPackageName()
                                                .startsWith("io.smallrye.mutiny")
                                || call.getName().equals("sleep")
                                        && call.getTargetOwner().isEquivalentTo(Thread.class)
                                        && !call.getOriginOwner()
                                                .getPackageName()
                                                .startsWith("org.bangxiao.platform"))));
    }

    /** One connection does one thing at a time: nothing is combined or joined on it. */
    @Test
    void workOnAConnectionIsChained() {
        check(noClasses()
                .should()
                .callMethodWhere(describe(
                        "combine or join",
                        call -> call.getTargetOwner().getName().equals("io.smallrye.mutiny.Uni")
                                && Set.of("combine", "join").contains(call.getName()))));
    }

    private static boolean maySee(JavaClass from, JavaClass to) {
        String a = packageOf(from);
        String b = packageOf(to);
        return a.equals(b)
                || floorOf(to) >= 0 && floorOf(to) < floorOf(from)
                || a.equals("platform") && b.equals("kernel")
                || a.equals("notice") && b.equals("identity");
    }

    private static int floorOf(JavaClass type) {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            if (FLOORS.get(floor).contains(packageOf(type))) {
                return floor;
            }
        }
        return -1;
    }

    private static String packageOf(JavaClass type) {
        String rest = type.getName().substring(ROOT.length());
        return rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : "";
    }

    /** The name of the outermost class: what is nested in a repository is part of it. */
    private static String top(JavaClass type) {
        String name = type.getName();
        return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
    }

    private static DescribedPredicate<JavaClass> speaksSql() {
        return describe(
                "are repositories or platform",
                type -> type.getName().matches(".*Repository(\\$.*)?")
                        || packageOf(type).equals("platform"));
    }

    private static DescribedPredicate<JavaClass> entity() {
        return describe(
                "are entities",
                type -> type.isAnnotatedWith("jakarta.persistence.Entity")
                        || type.isAnnotatedWith("jakarta.persistence.Embeddable"));
    }

    private static boolean isEndpoint(JavaMethod method) {
        return method.getAnnotations().stream()
                .anyMatch(mark ->
                        mark.getRawType().getName().matches("jakarta\\.ws\\.rs\\.(GET|POST|PUT|DELETE|PATCH|HEAD)"));
    }

    private static boolean guarded(CanBeAnnotated element) {
        return SECURITY.stream().anyMatch(element::isAnnotatedWith);
    }

    private static boolean readsSystemTime(JavaAccess<?> call) {
        String owner = call.getTargetOwner().getName();
        return SYSTEM_TIME_CLASS.matcher(owner).matches() && call.getName().equals("now")
                || owner.equals("java.time.Clock") && call.getName().startsWith("system")
                || owner.equals("java.lang.System") && call.getName().equals("currentTimeMillis");
    }

    private interface Check {
        void on(JavaClass type, ConditionEvents events);
    }

    private static ArchCondition<JavaClass> condition(String words, Check check) {
        return new ArchCondition<>(words) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                check.on(type, events);
            }
        };
    }

    private static void violated(ConditionEvents events, JavaClass type, String words) {
        events.add(SimpleConditionEvent.violated(type, words));
    }

    /** A rule that meets nothing yet is not broken: rooms are still being furnished. */
    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(house);
    }
}
