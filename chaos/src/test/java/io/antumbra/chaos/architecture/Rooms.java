package io.antumbra.chaos.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The rooms of the house, which of them may use which, and what the pure one has to do without.
 *
 * <pre>
 *   node ──► runtime ──► store ──► core ──► wire
 *                │                   └────► forecasting
 *                ├──► ring
 *                └──► transport              perf, chaos ──► anything; nothing uses them
 * </pre>
 *
 * Takes the root package as an argument so that the same rules can be tried on classes that break them. A rule that
 * finds no class to judge fails, for a room that was renamed or left out of the class path would otherwise be free.
 */
final class Rooms
{
    private static final Set<String> IMPURE_TYPES = Set.of(
        "java.io.File", "java.io.RandomAccessFile", "java.io.FileInputStream", "java.io.FileOutputStream",
        "java.io.FileReader", "java.io.FileWriter", "java.lang.Thread", "java.lang.ThreadLocal", "java.lang.Process",
        "java.lang.ProcessBuilder", "java.lang.Runtime", "java.time.Clock", "java.util.Timer", "java.util.HashMap",
        "java.util.HashSet", "java.util.IdentityHashMap", "java.util.WeakHashMap",
        "java.util.concurrent.ThreadLocalRandom", "java.util.concurrent.ConcurrentHashMap",
        "java.util.concurrent.Executors", "java.util.concurrent.ExecutorService", "java.security.SecureRandom",
        "org.agrona.concurrent.SystemNanoClock", "org.agrona.concurrent.SystemEpochClock",
        "org.agrona.concurrent.SystemEpochNanoClock", "org.agrona.concurrent.HighResolutionTimer");

    private static final Map<String, Set<String>> IMPURE_METHODS = Map.of(
        "java.lang.System",
        Set.of("nanoTime", "currentTimeMillis", "identityHashCode", "getProperty", "getenv", "exit"),
        "java.lang.Math", Set.of("random"),
        "java.time.Instant", Set.of("now"),
        "java.time.LocalDateTime", Set.of("now"),
        "java.util.Map", Set.of("of", "ofEntries", "copyOf"),
        "java.util.Set", Set.of("of", "copyOf"),
        "java.util.UUID", Set.of("randomUUID"));

    private final String root;
    private final boolean mayBeEmpty;

    private Rooms(final String root, final boolean mayBeEmpty)
    {
        this.root = root;
        this.mayBeEmpty = mayBeEmpty;
    }

    /** @return the rules for the classes below a package, with some in every room. */
    static Rooms all(final String root)
    {
        return new Rooms(root, false);
    }

    /** @return the same for a package with classes in some of the rooms only. */
    static Rooms some(final String root)
    {
        return new Rooms(root, true);
    }

    /** @return all rules. */
    List<ArchRule> rules()
    {
        final List<ArchRule> rules = new ArrayList<>(directions());
        rules.addAll(List.of(nothingUsesPerfOrChaos(), noPackageCircles(), coreIsPure()));
        return rules;
    }

    /** @return one rule for each room with a closed list of what it may use. */
    List<ArchRule> directions()
    {
        final List<ArchRule> rules = new ArrayList<>();
        rules.add(mayUse("forecasting", List.of(), "org.agrona.collections.."));
        rules.add(mayUse("ring", List.of(), "com.lmax.disruptor..", "org.agrona.."));
        rules.add(mayUse("transport", List.of(), "io.aeron..", "org.agrona.."));
        rules.add(mayUse("wire", List.of(), "org.agrona..", "uk.co.real_logic.sbe.."));
        rules.add(mayUse("core", List.of("wire", "forecasting"), "org.agrona..", "javax.crypto.."));
        rules.add(mayUse("store", List.of("core"), "org.agrona..", "net.openhft.."));
        rules.add(mustNotUse("runtime", "node"));
        rules.add(mustNotUse("node", "ring", "wire"));
        rules.add(usesOfTransportOnlyTheRelay());
        return rules;
    }

    /** @return that what measures and what breaks the engine is used by nothing else. */
    ArchRule nothingUsesPerfOrChaos()
    {
        return noClasses().that().resideInAPackage(root + "..")
            .and().resideOutsideOfPackages(inside("perf"), inside("chaos"))
            .should().dependOnClassesThat().resideInAnyPackage(inside("perf"), inside("chaos"))
            .allowEmptyShould(mayBeEmpty);
    }

    /** @return that no two packages, at any depth, need each other. */
    ArchRule noPackageCircles()
    {
        return slices().matching(root + ".(**)").should().beFreeOfCycles().allowEmptyShould(mayBeEmpty);
    }

    /** @return that core takes time, effects and randomness from its caller. */
    ArchRule coreIsPure()
    {
        return noClasses().that().resideInAPackage(inside("core"))
            .should().dependOnClassesThat().resideInAnyPackage("java.net..", "java.nio.file..", "java.nio.channels..")
            .orShould().dependOnClassesThat(describe("are impure", (type) -> IMPURE_TYPES.contains(type.getName())))
            .orShould().accessTargetWhere(impureAccess())
            .because("the simulator runs the same classes under its own time, faults and seeds")
            .allowEmptyShould(mayBeEmpty);
    }

    private static DescribedPredicate<JavaAccess<?>> impureAccess()
    {
        return describe("is impure", (access) ->
        {
            final AccessTarget target = access.getTarget();
            final String owner = target.getOwner().getName();
            return IMPURE_METHODS.getOrDefault(owner, Set.of()).contains(target.getName()) || isUnseeded(target, owner);
        });
    }

    private static boolean isUnseeded(final AccessTarget target, final String owner)
    {
        return target instanceof AccessTarget.ConstructorCallTarget constructor &&
            ("java.util.Random".equals(owner) || "java.util.SplittableRandom".equals(owner)) &&
            constructor.getRawParameterTypes().isEmpty();
    }

    private ArchRule mayUse(final String room, final List<String> otherRooms, final String... libraries)
    {
        final List<String> allowed = new ArrayList<>(List.of("java..", inside(room)));
        otherRooms.forEach((other) -> allowed.add(inside(other)));
        allowed.addAll(List.of(libraries));

        return classes().that().resideInAPackage(inside(room))
            .should().onlyDependOnClassesThat(
                JavaClass.Predicates.resideInAnyPackage(allowed.toArray(new String[0]))
                    .or(describe("are primitive arrays", (type) -> type.getBaseComponentType().isPrimitive())))
            .allowEmptyShould(mayBeEmpty);
    }

    private ArchRule mustNotUse(final String room, final String... others)
    {
        final String[] forbidden = List.of(others).stream().map(this::inside).toArray(String[]::new);
        return noClasses().that().resideInAPackage(inside(room))
            .should().dependOnClassesThat().resideInAnyPackage(forbidden)
            .allowEmptyShould(mayBeEmpty);
    }

    /** The relay is a tool beside the engine, not the way of its entries; what carries those stays behind runtime. */
    private ArchRule usesOfTransportOnlyTheRelay()
    {
        return noClasses().that().resideInAPackage(inside("node"))
            .should().dependOnClassesThat(
                JavaClass.Predicates.resideInAPackage(inside("transport")).and(DescribedPredicate.not(
                    JavaClass.Predicates.resideInAnyPackage(inside("transport.relay"), inside("transport.impair")))))
            .allowEmptyShould(mayBeEmpty);
    }

    private String inside(final String room)
    {
        return root + "." + room + "..";
    }
}
