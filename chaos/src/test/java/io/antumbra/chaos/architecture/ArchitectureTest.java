package io.antumbra.chaos.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Holds the directions between the rooms, and proves on planted classes that each rule can fail.
 */
class ArchitectureTest
{
    private static final String ROOT = "io.antumbra";
    private static final String PLANTED_ROOT = "io.antumbra.chaos.architecture.planted";

    private final Rooms rooms = Rooms.all(ROOT);
    private final Rooms plantedRooms = Rooms.some(PLANTED_ROOT);
    private final JavaClasses house = new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages(ROOT);

    @Test
    void shouldImportOneWay()
    {
        rooms.directions().forEach((rule) -> rule.check(house));
    }

    @Test
    void shouldKeepPerfAndChaosOutOfTheEngine()
    {
        rooms.nothingUsesPerfOrChaos().check(house);
    }

    @Test
    void shouldHaveNoPackageCircles()
    {
        rooms.noPackageCircles().check(house);
    }

    @Test
    void shouldKeepCorePure()
    {
        rooms.coreIsPure().check(house);
    }

    @Test
    void shouldSeeTheClassesItJudges()
    {
        final Rooms nobodys = Rooms.all(ROOT + ".nowhere");
        for (final ArchRule rule : nobodys.rules())
        {
            final AssertionError error = assertThrows(AssertionError.class, () -> rule.check(house));
            assertTrue(error.getMessage().contains("failed to check any classes"), error::getMessage);
        }
    }

    @Test
    void shouldKnowEveryRoom()
    {
        final Set<String> rooms = house.stream().map((type) -> type.getPackageName().substring(ROOT.length() + 1))
            .map((below) -> below.replaceFirst("\\..*", "")).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of("chaos", "core", "forecasting", "node", "ring", "runtime", "store", "transport", "wire"),
            rooms, "a room without a rule, or one that is not on the class path: chaos has to depend on its module");
    }

    @Test
    void shouldNoticeAnImportUpwards()
    {
        final ArchRule forecasting = plantedRooms.directions().get(0);
        assertBroken(forecasting, "forecasting.UsesCore");
    }

    @Test
    void shouldNoticeTheUseOfChaos()
    {
        assertBroken(plantedRooms.nothingUsesPerfOrChaos(), "forecasting.UsesChaos");
    }

    @Test
    void shouldNoticeAPackageCircle()
    {
        assertBroken(plantedRooms.noPackageCircles(), "Cycle detected");
    }

    @Test
    void shouldNoticeEveryKindOfImpurity()
    {
        for (final String method : new String[]{ "clock", "thread", "file", "socket", "unseeded", "hashOrder",
            "identity" })
        {
            assertBroken(plantedRooms.coreIsPure(), "core.Impure." + method + "(");
        }
        assertFalse(failures(plantedRooms.coreIsPure()).contains("core.Impure.seeded("));
    }

    private static void assertBroken(final ArchRule rule, final String expected)
    {
        final String failures = failures(rule);
        assertTrue(failures.contains(expected), "expected " + expected + " among: " + failures);
    }

    private static String failures(final ArchRule rule)
    {
        final EvaluationResult result = rule.evaluate(new ClassFileImporter().importPackages(PLANTED_ROOT));
        return String.join("\n", result.getFailureReport().getDetails());
    }
}
