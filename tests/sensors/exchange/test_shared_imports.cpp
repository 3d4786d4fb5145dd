// Every file of the shared activities, HRV series and wearables through import_file, against independent readings of
// them. (FIT files field by field: test_fit_reference.cpp.)
#include <fstream>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "import_support.hpp"
#include "support.hpp"

namespace {

using namespace tonus;
using exchange::DayValue;
using exchange::Import;
using exchange::Quantity;
using nlohmann::json;

/// Files that hold nothing for us, or where we differ from the reading on purpose, and why.
const std::map<std::string, std::string> kNotImported{
    {"made/made__header_only.fit", "a header without data: readable is \"nothing\""},
    {"made/made__random_bytes.fit", "random bytes: readable is \"nothing\""},
    {"hrv/HP__118e00.csv", "an ECG: a signal, not beats"},
    {"hrv/HP__118e06.csv", "an ECG: a signal, not beats"},
    {"hrv/HP__118e12.csv", "an ECG: a signal, not beats"},
    {"hrv/HP__e0124.csv", "an ECG: a signal, not beats"},
    {"hrv/HP__118e00_ann.csv", "places of beats in an ECG, in samples of a rate the file does not say"},
    {"hrv/PY__SampleNNISeriesShort.npy", "an array of numpy; nothing that people export"},
    {"hrv/PY__SampleExport.json", "results of another program, no beats"},
    {"hrv/HP__data2.csv", "a pulse wave whose column is called hr: 515 is no heart rate"},
    {"reference_csv/FP__garmin-edge-820-bike-records.csv",
     "dates as in \"Mon Jun 12 09:10:15 PDT 2017\", a reference and no export"},
    {"reference_csv/FP__garmin-fenix-5-run-records.csv",
     "dates as in \"Mon Jun 12 09:10:15 PDT 2017\", a reference and no export"},
};

/// An ECG of which every value lies between 0.365 and 2.565: as plain numbers nothing tells it from RR intervals in
/// seconds, so it is read as 30,000 of them.
constexpr std::string_view kMistaken = "hrv/HP__e0103.csv";

class SharedImports : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(made::shared_data() / "wearables"))
      GTEST_SKIP() << "no reference recordings at " << made::shared_data() << "; set TONUS_SHARED to their folder";
  }
  static json expected(const std::string& folder) {
    std::ifstream in(made::shared_data() / folder / "expected.json");
    return json::parse(in);
  }
  static Import read(const std::string& file) {
    auto got = exchange::import_file(made::shared_data() / file);
    EXPECT_TRUE(got.has_value()) << (got ? "" : got.error().message);
    return got ? std::move(*got) : Import{};
  }
};

/// Number, mean and range of a quantity over all days.
struct Summary {
  std::size_t n = 0;
  double sum = 0.0, least = 1e300, most = -1e300;
  [[nodiscard]] double mean() const { return sum / static_cast<double>(n); }
};
Summary summary(const exchange::Wellness& days, Quantity quantity, std::string_view label = "") {
  Summary s;
  for (const DayValue& v : days.values) {
    if (v.quantity != quantity || (!label.empty() && days.labels[v.label] != label)) continue;
    ++s.n;
    s.sum += v.value;
    s.least = std::min(s.least, v.value);
    s.most = std::max(s.most, v.value);
  }
  return s;
}

void expect_summary(const Summary& ours, std::size_t n, double mean, double least, double most) {
  EXPECT_EQ(ours.n, n);
  EXPECT_NEAR(ours.mean(), mean, 1e-5);
  EXPECT_NEAR(ours.least, least, 1e-5);
  EXPECT_NEAR(ours.most, most, 1e-5);
}

TEST_F(SharedImports, EveryFileIsReadOrHasAReasonThatItIsNot) {
  std::size_t files = 0;
  std::set<std::string> refused;
  for (const char* folder : {"activities", "hrv", "wearables"}) {
    const auto root = made::shared_data() / folder;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
      if (!entry.is_regular_file() || entry.path().filename() == "expected.json") continue;
      ++files;
      std::string name = entry.path().lexically_relative(root).string();
      if (std::string_view(folder) == "hrv") name = "hrv/" + name;
      const auto got = exchange::import_file(entry.path());
      if (!got) refused.insert(name);
      EXPECT_EQ(!got, kNotImported.contains(name)) << name << ": " << (got ? "read" : got.error().message);
      if (name == kMistaken) {
        EXPECT_EQ(got->activity->beats.size(), 30'000u);
      } else if (got) {
        // Garmin's service answers a question without data as readily as one with.
        const bool is_empty_answer = name.find("weekly_") != std::string::npos ||
                                     name.find("daily_sleep_data_get_2") != std::string::npos ||
                                     name.find("properties_edge_cases") != std::string::npos;
        EXPECT_EQ(!got->activity && (!got->wellness || got->wellness->values.empty()), is_empty_answer) << name;
      }
    }
  }
  EXPECT_EQ(files, 67u + 16u + 30u);
  EXPECT_EQ(refused.size(), kNotImported.size());
}

TEST_F(SharedImports, PointsOfXmlHrmAndStreamsAgreeWithTheirReadings) {
  int compared = 0;
  const json all = expected("activities");
  for (const auto& [name, reference] : all.items()) {
    if (!name.starts_with("xml/") && !name.starts_with("hrm/") && !name.starts_with("json/")) continue;
    SCOPED_TRACE(name);
    ++compared;
    const auto got = read("activities/" + name);
    ASSERT_TRUE(got.activity.has_value());
    Summary heart;
    for (const auto& record : got.activity->records) {
      if (!record.hr_bpm) continue;
      ++heart.n;
      heart.sum += *record.hr_bpm;
      heart.least = std::min(heart.least, *record.hr_bpm);
      heart.most = std::max(heart.most, *record.hr_bpm);
    }
    if (name.starts_with("json/")) {
      const json& time = reference["streams"]["time"];
      EXPECT_EQ(got.activity->records.size(), time["n"].get<std::size_t>());
      EXPECT_EQ(got.activity->records.back().t_s, time["max"].get<double>());
      EXPECT_EQ(heart.n, 0u);
      continue;
    }
    if (reference.contains("points")) {
      EXPECT_EQ(got.activity->records.size(), reference["points"].get<std::size_t>());
    }
    const json& hr = reference.contains("hr") ? reference["hr"] : reference["heartRate"];
    if (hr.is_null()) {
      EXPECT_EQ(heart.n, 0u);
    } else {
      EXPECT_EQ(heart.n, hr["n"].get<std::size_t>());
      EXPECT_NEAR(heart.mean(), hr["mean"].get<double>(), 6e-4);
      EXPECT_EQ(heart.least, hr["min"].get<double>());
      EXPECT_EQ(heart.most, hr["max"].get<double>());
    }
  }
  EXPECT_EQ(compared, 11);
}

TEST_F(SharedImports, BeatsOfHrmFilesAgreeWithTheirReadings) {
  for (const char* name : {"RH__exercise_rri.hrm", "RH__test_file_2.hrm"}) {
    const json reference = expected("hrv")[name]["computed"];
    const auto got = read(std::string("hrv/") + name);
    ASSERT_TRUE(got.activity.has_value());
    EXPECT_EQ(got.activity->beats.size(), reference["n"].get<std::size_t>()) << name;
    double sum = 0.0;
    for (const auto& beat : got.activity->beats) sum += beat.rr_ms;
    EXPECT_NEAR(sum / static_cast<double>(got.activity->beats.size()), reference["mean_nn_ms"].get<double>(), 1e-3);
  }
}

TEST_F(SharedImports, MorningReadingsAgreeColumnByColumn) {
  struct Column {
    const char* file;
    const char* column;
    Quantity quantity;
    const char* label = "";
  };
  const Column columns[]{
      {"GC__2017_7_28_myMeasurements.csv", "HR", Quantity::RestingHeartRate},
      {"GC__2017_7_28_myMeasurements.csv", "rMSSD", Quantity::Rmssd},
      {"GC__2017_7_28_myMeasurements.csv", "SDNN", Quantity::Sdnn},
      {"GC__2017_7_28_myMeasurements.csv", "HRV4T_Recovery_Points", Quantity::VendorScore},
      {"GC__MyMeasurements_Android_1.csv", "HR", Quantity::RestingHeartRate},
      {"GC__MyMeasurements_Android_1.csv", "rMSSD", Quantity::Rmssd},
      {"GC__MyMeasurements_Android_1.csv", "SDNN", Quantity::Sdnn},
      {"GC__MyMeasurements_Android_1.csv", "HRV4T_Recovery_Points", Quantity::VendorScore},
      {"GC__ElitHRV_Export_-_2017-10-02.csv", "HR", Quantity::RestingHeartRate},
      {"GC__ElitHRV_Export_-_2017-10-02.csv", "Rmssd", Quantity::Rmssd},
      {"GC__ElitHRV_Export_-_2017-10-02.csv", "Sdnn", Quantity::Sdnn},
  };
  const json all = expected("wearables");
  for (const Column& c : columns) {
    SCOPED_TRACE(std::string(c.file) + " " + c.column);
    const json& reference = all[c.file][c.column];
    const auto got = read(std::string("wearables/") + c.file);
    const std::string_view label = c.quantity == Quantity::VendorScore ? "hrv4training.recovery_points" : "";
    // One day each, and a day without a measurement is a row of zeros: the reference counts it apart.
    expect_summary(summary(*got.wellness, c.quantity, label),
                   reference["numeric"].get<std::size_t>() - reference["zeros"].get<std::size_t>(),
                   reference["positive_mean"].get<double>(), reference["positive_min"].get<double>(),
                   reference["positive_max"].get<double>());
    EXPECT_TRUE(got.warnings.empty());
  }
}

TEST_F(SharedImports, AppleRecordsAgreeTypeByType) {
  const json all = expected("wearables");
  for (const char* name : {"AH__export.xml", "AH__export.zip", "made__apple_health_day.xml"}) {
    SCOPED_TRACE(name);
    const json& reference = all[name];
    const auto got = read(std::string("wearables/") + name);
    EXPECT_EQ(got.wellness->records, reference["records"].get<std::size_t>());
    EXPECT_EQ(got.wellness->workouts.size(), reference["workouts"].get<std::size_t>());
    const json& types = reference["types"];
    const auto samples = [&](Quantity quantity) {
      std::size_t n = 0;
      for (const DayValue& v : got.wellness->values) n += v.quantity == quantity ? v.samples : 0;
      return n;
    };
    const json& heart = types["HKQuantityTypeIdentifierHeartRate"];
    EXPECT_EQ(samples(Quantity::HeartRate), heart["n"].get<std::size_t>());
    EXPECT_NEAR(summary(*got.wellness, Quantity::HeartRate).mean(), heart["mean"].get<double>(), 1e-5);
    EXPECT_EQ(summary(*got.wellness, Quantity::LowestHeartRate).least, heart["min"].get<double>());
    EXPECT_EQ(summary(*got.wellness, Quantity::HighestHeartRate).most, heart["max"].get<double>());
    EXPECT_EQ(got.wellness->sleep.size(), types["HKCategoryTypeIdentifierSleepAnalysis"]["n"].get<std::size_t>());
    if (types.contains("HKQuantityTypeIdentifierHeartRateVariabilitySDNN")) {
      const json& sdnn = types["HKQuantityTypeIdentifierHeartRateVariabilitySDNN"];
      EXPECT_EQ(samples(Quantity::Sdnn), sdnn["n"].get<std::size_t>());
      EXPECT_NEAR(summary(*got.wellness, Quantity::Sdnn).mean(), sdnn["mean"].get<double>(), 1e-4);
      EXPECT_EQ(summary(*got.wellness, Quantity::RestingHeartRate).mean(),
                types["HKQuantityTypeIdentifierRestingHeartRate"]["mean"].get<double>());
    }
    EXPECT_EQ(summary(*got.wellness, Quantity::Rmssd).n, 0u);
  }
}

TEST_F(SharedImports, GarminAnswersAgreeFieldByField) {
  struct Field {
    const char* key;
    Quantity quantity;
    const char* label = "";
  };
  // hrvValue (readings of five minutes) is skipped: lastNightAvg is their mean. maxStressLevel, weeklyAvg and the
  // seconds of each stage have no quantity of ours.
  const Field fields[]{{"lastNightAvg", Quantity::Rmssd},
                       {"sleepTimeSeconds", Quantity::SleepDuration},
                       {"restingHeartRate", Quantity::RestingHeartRate},
                       {"minHeartRate", Quantity::LowestHeartRate},
                       {"maxHeartRate", Quantity::HighestHeartRate},
                       {"totalSteps", Quantity::Steps},
                       {"acuteLoad", Quantity::TrainingLoad, "garmin.acute_load"},
                       {"overallStressLevel", Quantity::VendorScore, "garmin.stress"}};
  std::size_t compared = 0;
  const json all = expected("wearables");
  for (const auto& [name, reference] : all.items()) {
    if (!name.starts_with("garmin_connect/")) continue;
    SCOPED_TRACE(name);
    const auto got = read("wearables/" + name);
    for (const Field& field : fields) {
      if (!reference.contains(field.key) || reference[field.key]["n"] == 0) continue;
      const auto ours = summary(*got.wellness, field.quantity, field.label);
      EXPECT_EQ(ours.n, reference[field.key]["n"].get<std::size_t>()) << field.key;
      EXPECT_NEAR(ours.mean(), reference[field.key]["mean"].get<double>(), 1e-5) << field.key;
      ++compared;
    }
    if (reference.contains("heartRateValues")) {
      const json& rates = reference["heartRateValues"][0];
      const auto* const mean =
          made::find(*got.wellness, reference["calendarDates"]["first"].get<std::string>(), Quantity::HeartRate);
      ASSERT_NE(mean, nullptr);
      EXPECT_EQ(mean->samples, rates["numeric"].get<std::size_t>());
      EXPECT_NEAR(mean->value, rates["mean"].get<double>(), 1e-5);
      ++compared;
    }
    if (reference.contains("avgStressLevel") && reference["stressValuesArray"][0]["rows"] > 0) {
      EXPECT_EQ(summary(*got.wellness, Quantity::VendorScore, "garmin.stress").mean(),
                reference["avgStressLevel"]["mean"].get<double>());
      ++compared;
    }
  }
  EXPECT_GE(compared, 20u);
}

}  // namespace
