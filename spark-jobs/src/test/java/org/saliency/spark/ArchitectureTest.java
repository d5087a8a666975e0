package org.saliency.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package may know which; DESIGN.md says why. */
@AnalyzeClasses(packages = "org.saliency", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] SPARK = {"org.apache.spark..", "org.apache.hadoop..", "scala.."};
  private static final String DJL = "ai.djl..";

  @ArchTest
  static final ArchRule purePackagesKnowNeitherSparkNorDjl =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.saliency.frame..",
              "org.saliency.map..",
              "org.saliency.metric..",
              "org.saliency.spark.plan..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..", DJL);

  @ArchTest
  static final ArchRule modelTrainingDoesNotKnowSpark =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.saliency.spark..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SPARK);

  @ArchTest
  static final ArchRule modelTrainingDoesNotKnowTheJobs =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.saliency.spark..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.saliency.spark..");

  @ArchTest
  static final ArchRule onlyTrainingAndTorchscriptKnowDjl =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.saliency.spark..", "org.saliency.training..", "org.saliency.torchscript..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(DJL);

  @ArchTest
  static final ArchRule packagesOfModelTrainingDependOneWay =
      slices().matching("org.saliency.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesOfTheJobsDependOneWay =
      slices().matching("org.saliency.spark.(*)..").should().beFreeOfCycles();
}
