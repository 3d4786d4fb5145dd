// What each kind of export says, on small samples of our own.
#include "import_support.hpp"

namespace {

using namespace tonus;
using exchange::FileFormat;
using exchange::Quantity;
using exchange::SleepStage;
using exchange::Window;
using made::days_of;
using made::find;
using made::value;

TEST(AppleHealth, ReadingsOfADayBecomeOneValueASourceAndSdnnStaysSdnn) {
  const auto days = days_of("apple_health.xml");
  const auto* const mean = find(days, "2024-03-04", Quantity::HeartRate);
  ASSERT_NE(mean, nullptr);
  EXPECT_EQ(mean->value, 66.0);
  EXPECT_EQ(mean->samples, 2u);
  EXPECT_EQ(mean->utc_offset_min, 60);
  EXPECT_EQ(value(days, "2024-03-04", Quantity::LowestHeartRate), 62.0);
  EXPECT_EQ(value(days, "2024-03-04", Quantity::RestingHeartRate), 51.0);
  EXPECT_EQ(value(days, "2024-03-04", Quantity::Sdnn), 48.5);
  EXPECT_EQ(find(days, "2024-03-04", Quantity::Rmssd), nullptr);
  EXPECT_DOUBLE_EQ(value(days, "2024-03-04", Quantity::Spo2), 97.0);
  EXPECT_NEAR(value(days, "2024-03-04", Quantity::Weight), 68.0389, 1e-4);
  EXPECT_EQ(value(days, "2024-03-04", Quantity::Steps, {.source = "Phone & case"}), 900.0);
  EXPECT_EQ(value(days, "2024-03-04", Quantity::Steps, {.source = "Watch"}), 950.0);
  EXPECT_EQ(value(days, "2024-03-05", Quantity::Tag, {.label = "sick.fever"}), 1.0);
}

TEST(AppleHealth, OverlappingSleepCountsOnceOnTheMorningAfter) {
  const auto days = days_of("apple_health.xml");
  EXPECT_EQ(value(days, "2024-03-05", Quantity::SleepDuration), 2.5 * 3600.0);
  ASSERT_EQ(days.sleep.size(), 2u);
  EXPECT_EQ(days.sleep[1].stage, SleepStage::Deep);
}

TEST(AppleHealth, WorkoutsTakeTheirTotalsFromTheirChildrenInOurUnits) {
  const auto days = days_of("apple_health.xml");
  ASSERT_EQ(days.workouts.size(), 1u);
  EXPECT_EQ(days.workouts[0].duration_s, 1830.0);
  EXPECT_EQ(days.workouts[0].mean_bpm, 131.0);
  EXPECT_DOUBLE_EQ(days.workouts[0].energy_kcal.value(), 300.0);
  EXPECT_EQ(days.labels[days.workouts[0].label], "Cycling");
  ASSERT_EQ(days.skipped.size(), 1u);
  EXPECT_EQ(days.skipped[0].what, "DietaryWater");
}

TEST(Garmin, NightsDaysAndScoresAreToldApart) {
  const auto days = days_of("garmin.json");
  EXPECT_EQ(value(days, "2024-03-04", Quantity::Rmssd, {.window = Window::Night}), 52.0);
  EXPECT_EQ(value(days, "2024-03-04", Quantity::SleepDuration), 27000.0);
  EXPECT_EQ(value(days, "2024-03-04", Quantity::HeartRate), 56.0);
  EXPECT_EQ(value(days, "2024-03-04", Quantity::RespirationRate), 14.0);
  EXPECT_EQ(value(days, "2024-03-04", Quantity::VendorScore, {.label = "garmin.sleep"}), 80.0);
  EXPECT_EQ(value(days, "2024-03-05", Quantity::VendorScore, {.label = "garmin.training_readiness"}), 62.0);
  EXPECT_EQ(value(days, "2024-03-05", Quantity::TrainingLoad, {.label = "garmin.acute_load"}), 210.0);
  EXPECT_EQ(value(days, "2024-03-04", Quantity::VigorousMinutes), 5.0);
  EXPECT_EQ(find(days, "2024-03-04", Quantity::SleepDuration)->utc_offset_min, 60);
}

TEST(Garmin, MinutesAWeekApartAreNotTakenForDays) {
  const auto read = made::imported(R"([{"calendarDate":"2024-03-04","moderateValue":20,"vigorousValue":5},
    {"calendarDate":"2024-03-11","moderateValue":30,"vigorousValue":0}])",
                                   "weekly.json");
  ASSERT_TRUE(read.wellness.has_value());
  EXPECT_TRUE(read.wellness->values.empty());
  EXPECT_EQ(read.wellness->skipped.front().what, "Garmin minutes of a week");
}

TEST(Oura, JsonAndTablesOfOneNightAgree) {
  const auto json = days_of("oura.json"), table = days_of("oura.csv");
  for (const Quantity q : {Quantity::Rmssd, Quantity::RestingHeartRate, Quantity::HeartRate, Quantity::RespirationRate,
                           Quantity::SkinTemperatureDeviation, Quantity::Steps, Quantity::ActiveEnergy}) {
    EXPECT_EQ(value(json, "2024-03-04", q), value(table, "2024-03-04", q)) << traits(q).name;
  }
  for (const char* score : {"oura.readiness", "oura.sleep", "oura.activity"}) {
    EXPECT_EQ(value(json, "2024-03-04", Quantity::VendorScore, {.label = score}),
              value(table, "2024-03-04", Quantity::VendorScore, {.label = score}));
  }
  EXPECT_EQ(find(table, "2024-03-05", Quantity::Rmssd), nullptr) << "an empty cell is an absence";
}

TEST(Oura, ANapAddsSleepAndNoHeartRateVariability) {
  const auto days = days_of("oura.json");
  EXPECT_EQ(value(days, "2024-03-04", Quantity::SleepDuration), 27300.0);
  EXPECT_EQ(value(days, "2024-03-04", Quantity::Rmssd), 47.0);
  EXPECT_EQ(value(days, "2024-03-04", Quantity::Spo2), 96.5);
  EXPECT_EQ(days.sleep.size(), 7u);
  ASSERT_EQ(days.workouts.size(), 1u);
  EXPECT_EQ(days.workouts[0].duration_s, 2700.0);
}

TEST(Whoop, RecoveryAndStrainStayWhoopsAndTheOffsetIsKept) {
  const auto days = days_of("whoop_cycles.csv");
  EXPECT_EQ(value(days, "2024-03-04", Quantity::VendorScore, {.label = "whoop.recovery"}), 66.0);
  EXPECT_EQ(value(days, "2024-03-04", Quantity::TrainingLoad, {.label = "whoop.strain"}), 11.2);
  EXPECT_EQ(value(days, "2024-03-04", Quantity::Rmssd), 58.0);
  EXPECT_EQ(value(days, "2024-03-04", Quantity::SleepDuration), 430.0 * 60.0);
  EXPECT_EQ(value(days, "2024-03-04", Quantity::SkinTemperature), 33.9);
  EXPECT_EQ(find(days, "2024-03-04", Quantity::Rmssd)->utc_offset_min, 60);
}

TEST(Whoop, WorkoutsAndAnswersOfTheJournal) {
  const auto workouts = days_of("whoop_workouts.csv");
  ASSERT_EQ(workouts.workouts.size(), 1u);
  EXPECT_EQ(workouts.workouts[0].mean_bpm, 138.0);
  EXPECT_EQ(workouts.workouts[0].start_unix_s, 1709568000);  // 17:00 at +01:00
  const auto journal = days_of("whoop_journal.csv");
  ASSERT_EQ(journal.values.size(), 1u);
  EXPECT_EQ(journal.labels[journal.values[0].label], "Have any alcoholic drinks?");
}

TEST(PolarFlow, NightsAreOfTheFirstHoursOfSleep) {
  const auto days = days_of("polar_night.json");
  EXPECT_EQ(value(days, "2024-03-04", Quantity::Rmssd, {.window = Window::FirstSleepHours}), 44.0);
  EXPECT_NEAR(value(days, "2024-03-04", Quantity::RestingHeartRate), 54.545, 1e-3);
  EXPECT_NEAR(value(days, "2024-03-04", Quantity::RespirationRate), 14.634, 1e-3);
  EXPECT_EQ(value(days, "2024-03-04", Quantity::VendorScore, {.label = "polar.ans_charge"}), 1.4);
  EXPECT_EQ(value(days, "2024-03-04", Quantity::SleepDuration), 27000.0);
  ASSERT_EQ(days.sleep.size(), 4u);
  EXPECT_EQ(days.sleep[1].stage, SleepStage::Deep);
  EXPECT_EQ(days.sleep[3].start_unix_s - days.sleep[0].start_unix_s, 10830);
}

TEST(PolarFlow, DaysAndTrainingSessions) {
  EXPECT_EQ(value(days_of("polar_day.json"), "2024-03-04", Quantity::Steps), 9100.0);
  const auto session = days_of("polar_session.json");
  ASSERT_EQ(session.workouts.size(), 1u);
  EXPECT_EQ(session.workouts[0].duration_s, 3600.5);
  EXPECT_EQ(session.workouts[0].start_unix_s, 1709568000);
}

TEST(Fitbit, TheNameOfTheFileSaysOfWhatItsValuesAre) {
  const auto heart = made::imported(made::sample("fitbit_heart.json"), "heart_rate-2024-03-04.json");
  EXPECT_EQ(value(*heart.wellness, "2024-03-04", Quantity::HeartRate), 63.0);
  const auto steps = made::imported(made::sample("fitbit_steps.json"), "steps-2024-03-04.json");
  EXPECT_EQ(value(*steps.wellness, "2024-03-04", Quantity::Steps), 42.0);
  const auto distance = made::imported(made::sample("fitbit_steps.json"), "distance-2024-03-04.json");
  EXPECT_TRUE(distance.wellness->values.empty());
  EXPECT_EQ(distance.wellness->skipped.front().what, "Fitbit distance");
}

TEST(Fitbit, SleepWeightAndNightlyTables) {
  const auto sleep = days_of("fitbit_sleep.json");
  EXPECT_EQ(value(sleep, "2024-03-04", Quantity::SleepDuration), 25200.0);
  EXPECT_EQ(sleep.sleep.size(), 2u) << "short wakes lie within the others";
  EXPECT_NEAR(value(days_of("fitbit_weight.json"), "2024-03-04", Quantity::Weight), 68.039, 1e-3);
  EXPECT_EQ(value(days_of("fitbit_hrv.csv"), "2024-03-05", Quantity::Rmssd), 39.0);
}

TEST(Samsung, TheDayIsThatOfThePersonsOwnClock) {
  const auto days = days_of("samsung_heart.csv");
  // 22:30 UTC at +02:00 is half past midnight of the next day, as is 05:30.
  EXPECT_EQ(find(days, "2024-03-04", Quantity::HeartRate), nullptr);
  EXPECT_EQ(value(days, "2024-03-05", Quantity::HeartRate), 58.5);
  EXPECT_EQ(value(days, "2024-03-05", Quantity::LowestHeartRate), 52.0);
  const auto night = days_of("samsung_stage.csv");
  EXPECT_EQ(value(night, "2024-03-05", Quantity::SleepDuration), 7200.0);
  EXPECT_EQ(night.sleep.size(), 3u);
}

TEST(Hrv4Training, BothPlatformsGiveTheMorningAndTheAnswers) {
  const auto ios = days_of("hrv4training_ios.csv");
  EXPECT_EQ(value(ios, "2024-03-04", Quantity::Rmssd, {.window = Window::Morning}), 67.5);
  EXPECT_EQ(value(ios, "2024-03-04", Quantity::Sdnn), 84.0);
  const auto android = days_of("hrv4training_android.csv");
  EXPECT_EQ(value(android, "2024-03-27", Quantity::Rmssd), 84.2);
  EXPECT_DOUBLE_EQ(value(android, "2024-03-27", Quantity::SleepQuality), 7.0);
  EXPECT_EQ(value(android, "2024-03-27", Quantity::Soreness), 1.0);
  EXPECT_DOUBLE_EQ(value(android, "2024-03-27", Quantity::Fatigue), 4.0);
  EXPECT_EQ(value(android, "2024-03-27", Quantity::Vo2max), 55.0);
  EXPECT_EQ(value(android, "2024-03-27", Quantity::Tag, {.label = "travel"}), 1.0);
}

TEST(Hrv4Training, ARowOfZerosIsADayWithoutAMeasurementButWithAnswers) {
  const auto days = days_of("hrv4training_android.csv");
  EXPECT_EQ(find(days, "2024-03-28", Quantity::Rmssd), nullptr);
  EXPECT_EQ(find(days, "2024-03-28", Quantity::RestingHeartRate), nullptr);
  EXPECT_EQ(value(days, "2024-03-28", Quantity::TrainingLoad), 235.0);
  EXPECT_EQ(value(days, "2024-03-28", Quantity::Tag, {.label = "sick"}), 1.0);
  EXPECT_EQ(days.implausible, 0u);
}

TEST(EliteHrv, OnlyMorningReadingsSpeakOfTheMorning) {
  const auto days = days_of("elite_hrv.csv");
  EXPECT_EQ(value(days, "2024-03-04", Quantity::Rmssd), 40.87);
  EXPECT_EQ(value(days, "2024-03-04", Quantity::RestingHeartRate), 50.4);
  EXPECT_EQ(value(days, "2024-03-04", Quantity::VendorScore, {.label = "elite_hrv.score"}), 8.0);
  EXPECT_EQ(days.skipped.front().count, 1u);
}

}  // namespace
