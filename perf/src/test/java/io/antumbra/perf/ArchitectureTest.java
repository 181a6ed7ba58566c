package io.antumbra.perf;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * What can only be seen from here: the classes of this module beside all others.
 */
class ArchitectureTest
{
    private final JavaClasses house = new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("io.antumbra");

    @Test
    void shouldBeUsedByNothing()
    {
        noClasses().that().resideInAPackage("io.antumbra..").and().resideOutsideOfPackage("io.antumbra.perf..")
            .should().dependOnClassesThat().resideInAPackage("io.antumbra.perf..")
            .check(house);
    }

    @Test
    void shouldHaveNoPackageCircles()
    {
        slices().matching("io.antumbra.(**)").should().beFreeOfCycles().check(house);
    }
}
