// What holds of every importer: damage, hostility, size; and the table of formats.
#include <map>
#include <set>

#include "import_support.hpp"
#include "made_fit.hpp"
#include "made_zip.hpp"
#include "paths.hpp"

namespace {

using namespace tonus;
using exchange::FileFormat;
using exchange::Import;
using exchange::import_bytes;
using exchange::Quantity;
using made::imported;
using made::sample;
using made::warns_of;

const std::map<std::string, FileFormat> kSamples{{"apple_health.xml", FileFormat::AppleHealth},
                                                 {"garmin.json", FileFormat::GarminJson},
                                                 {"oura.json", FileFormat::OuraJson},
                                                 {"oura.csv", FileFormat::OuraCsv},
                                                 {"whoop_cycles.csv", FileFormat::WhoopCsv},
                                                 {"whoop_workouts.csv", FileFormat::WhoopCsv},
                                                 {"whoop_journal.csv", FileFormat::WhoopCsv},
                                                 {"polar_night.json", FileFormat::PolarFlowJson},
                                                 {"polar_session.json", FileFormat::PolarFlowJson},
                                                 {"polar_day.json", FileFormat::PolarFlowJson},
                                                 {"fitbit_heart.json", FileFormat::FitbitJson},
                                                 {"fitbit_sleep.json", FileFormat::FitbitJson},
                                                 {"fitbit_steps.json", FileFormat::FitbitJson},
                                                 {"fitbit_weight.json", FileFormat::FitbitJson},
                                                 {"fitbit_hrv.csv", FileFormat::FitbitCsv},
                                                 {"samsung_heart.csv", FileFormat::SamsungCsv},
                                                 {"samsung_stage.csv", FileFormat::SamsungCsv},
                                                 {"hrv4training_ios.csv", FileFormat::Hrv4TrainingCsv},
                                                 {"hrv4training_android.csv", FileFormat::Hrv4TrainingCsv},
                                                 {"elite_hrv.csv", FileFormat::EliteHrvCsv},
                                                 {"ride.gpx", FileFormat::Gpx},
                                                 {"ride.pwx", FileFormat::Pwx},
                                                 {"ride.hrm", FileFormat::PolarHrm},
                                                 {"beats.hrm", FileFormat::PolarHrm},
                                                 {"streams.json", FileFormat::StreamsJson}};

std::size_t amount(const Import& read) {
  std::size_t n = 0;
  if (read.activity) n += read.activity->records.size() + read.activity->beats.size();
  if (read.wellness) n += read.wellness->values.size() + read.wellness->sleep.size() + read.wellness->workouts.size();
  return n;
}

TEST(Formats, EverySampleIsToldByItsContentAlone) {
  for (const auto& [name, format] : kSamples) {
    const auto read = import_bytes(sample(name), "file");
    ASSERT_TRUE(read.has_value()) << name << ": " << read.error().message;
    EXPECT_EQ(exchange::name(read->format), exchange::name(format)) << name;
  }
  const std::filesystem::path folder = std::filesystem::path(TONUS_SOURCE_DIR) / "tests/fuzz/seeds/fuzz_import";
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    EXPECT_TRUE(kSamples.contains(entry.path().filename().string())) << "a sample without a test: " << entry.path();
}

TEST(Formats, EveryFormatHasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(FileFormat::Zip); ++i) names.insert(exchange::name(static_cast<FileFormat>(i)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(FileFormat::Zip) + 1);
}

TEST(Damage, EveryTruncationOfEverySampleGivesAPartOrOneLine) {
  for (const auto& [name, format] : kSamples) {
    const std::string whole = sample(name);
    const std::size_t all = amount(imported(whole, name));
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const auto part = import_bytes(std::string_view(whole).substr(0, size), name, format);
      if (!part) {
        EXPECT_FALSE(part.error().message.empty()) << name << " " << size;
        EXPECT_EQ(part.error().message.find('\n'), std::string::npos) << name << " " << size;
        continue;
      }
      EXPECT_LE(amount(*part), all + 1) << name << " " << size;
      // A part of a document is never passed off as the whole; a table that ends after a row is a whole table.
      const bool is_document =
          name.ends_with(".json") || name.ends_with(".xml") || name.ends_with(".gpx") || name.ends_with(".pwx");
      if (amount(*part) < all && is_document) {
        EXPECT_FALSE(part->warnings.empty()) << name << " " << size;
      }
    }
  }
}

TEST(Damage, EveryTruncationOfAMonitoringFileAndOfAZipIsHandled) {
  made::FitMaker fit;
  fit.define(0, 211, {{253, 4, made::kUInt32}, {1, 1, made::kUInt8}}).data(0).u32(made::kMadeStart).u8(48);
  const auto bytes = fit.file();
  const std::string days(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const std::string zip = made::ZipMaker().add("a/oura.csv", sample("oura.csv")).add("a/day.fit", days).file();
  for (const std::string* whole : {&days, &zip}) {
    EXPECT_GT(amount(imported(*whole, "whole")), 0u);
    for (std::size_t size = 0; size < whole->size(); ++size) {
      const auto part = import_bytes(std::string_view(*whole).substr(0, size), "part");
      if (part) continue;
      EXPECT_EQ(part.error().message.find('\n'), std::string::npos);
    }
  }
}

TEST(Damage, WhatComesBeforeTheDamageIsReadAndTheRestIsNamed) {
  std::string xml = sample("apple_health.xml");
  xml.resize(xml.find("<Workout") + 20);
  const auto cut = imported(xml, "export.xml");
  EXPECT_EQ(made::value(*cut.wellness, "2024-03-04", Quantity::Sdnn), 48.5);
  EXPECT_TRUE(warns_of(cut, "what comes before is read")) << cut.warnings.front();
  std::string json = sample("oura.json");
  json.resize(json.find("daily_spo2"));
  const auto half = imported(json, "oura.json");
  EXPECT_EQ(made::value(*half.wellness, "2024-03-04", Quantity::Rmssd), 47.0);
  EXPECT_TRUE(warns_of(half, "ends before its JSON does"));
}

TEST(Damage, ADocumentTypeWithErrorsStopsNobody) {
  std::string xml = sample("apple_health.xml");
  xml.insert(xml.find("]>"), "<!ATTLIST HeartRateVariabilityMetadataList >\n<!ELEMENT broken\n");
  const auto read = imported(xml, "export.xml");
  EXPECT_EQ(made::value(*read.wellness, "2024-03-04", Quantity::Sdnn), 48.5);
}

TEST(Hostile, XmlThatDeclaresEntitiesIsRefusedInOneLine) {
  const std::string bomb =
      "<?xml version=\"1.0\"?>\n<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>\n";
  for (const char* root : {"<HealthData>&b;</HealthData>", "<TrainingCenterDatabase>&b;</TrainingCenterDatabase>",
                           "<gpx>&b;</gpx>", "<pwx>&b;</pwx>"}) {
    const auto read = import_bytes(bomb + root, "bomb.xml");
    ASSERT_FALSE(read.has_value()) << root;
    EXPECT_NE(read.error().message.find("declares entities"), std::string::npos) << read.error().message;
  }
}

TEST(Hostile, ZipsThatUnpackToTooMuchAreRefusedBeforeAByteIsUnpacked) {
  const std::string small(1000, 'x');
  const auto refused = [](const std::string& zip) {
    const auto read = import_bytes(zip, "export.zip");
    return read ? std::string() : read.error().message;
  };
  EXPECT_NE(refused(made::ZipMaker().add("export.xml", small, 2'000'000).file()).find("zip bomb"), std::string::npos);
  made::ZipMaker shared;
  shared.add("a", small, 900'000);
  for (int i = 0; i < 200; ++i) shared.add_again("b" + std::to_string(i), small, 900'000);
  EXPECT_NE(refused(shared.file()).find("zip bomb"), std::string::npos) << "entries that share their bytes";
  const std::string large(4'100'000, 'x');
  made::ZipMaker many;
  many.add("a", large, 4'000'000'000u);
  for (int i = 0; i < 4; ++i) many.add_again("b" + std::to_string(i), large, 4'000'000'000u);
  EXPECT_NE(refused(many.file()).find("16 GiB"), std::string::npos);
}

TEST(Hostile, DeepNestingEndlessRowsAndCrowdsOfNamesCostLittle) {
  const auto deep = import_bytes("{\"calendarDate\":" + std::string(100'000, '['), "deep.json");
  ASSERT_FALSE(deep.has_value());
  EXPECT_NE(deep.error().message.find("nested deeper"), std::string::npos) << deep.error().message;
  const std::string row(3 << 20, 'x');
  const auto wide = import_bytes("Datetime,lnRmssd,Rmssd,Type\n" + row + "\n2024-03-04,3.7,41,readiness\n", "wide.csv");
  ASSERT_TRUE(wide.has_value());
  EXPECT_EQ(made::value(*wide->wellness, "2024-03-04", Quantity::Rmssd), 41.0);
  EXPECT_TRUE(warns_of(*wide, "longer than any"));
  std::string crowd = "<HealthData>";
  for (int i = 0; i < 5000; ++i) {
    crowd += "<Record type=\"HKQuantityTypeIdentifierRestingHeartRate\" sourceName=\"" + std::to_string(i) +
             "\" unit=\"count/min\" startDate=\"2024-03-04 06:00:00 +0100\" endDate=\"2024-03-04 06:00:00 +0100\" "
             "value=\"50\"/>";
  }
  const auto named = imported(crowd + "</HealthData>", "crowd.xml");
  EXPECT_LE(named.wellness->sources.size(), 2001u);
  EXPECT_EQ(named.wellness->records, 5000u);
}

TEST(Zips, EveryFileThatIsKnownIsReadAndTheOthersAreCounted) {
  const std::string zip = made::ZipMaker()
                              .add("Takeout/Fitbit/steps-2024-03-04.json", sample("fitbit_steps.json"))
                              .add("Takeout/Fitbit/Daily HRV.csv", sample("fitbit_hrv.csv"))
                              .add("Takeout/ride.gpx", sample("ride.gpx"))
                              .add("Takeout/readme.html", "<html></html>")
                              .file();
  const auto read = imported(zip, "takeout.zip");
  EXPECT_EQ(made::value(*read.wellness, "2024-03-04", Quantity::Steps), 42.0);
  EXPECT_EQ(made::value(*read.wellness, "2024-03-04", Quantity::Rmssd), 41.5);
  EXPECT_FALSE(read.activity.has_value());
  ASSERT_EQ(read.wellness->skipped.size(), 2u);
}

TEST(Zips, ADayThatIsToldTwiceIsNotAddedUpAndPartsOfADayAre) {
  const std::string zip = made::ZipMaker()
                              .add("a/first.json", sample("garmin.json"))
                              .add("a/again.json", sample("garmin.json"))
                              .add("b/steps-2024-03-04.json", sample("fitbit_steps.json"))
                              .add("b/steps-2024-03-05.json", sample("fitbit_steps.json"))
                              .file();
  const auto read = imported(zip, "export.zip");
  EXPECT_EQ(made::value(*read.wellness, "2024-03-04", Quantity::Steps, {.source = "Garmin Connect"}), 8000.0);
  EXPECT_EQ(made::value(*read.wellness, "2024-03-04", Quantity::SleepDuration), 27000.0);
  EXPECT_EQ(made::value(*read.wellness, "2024-03-04", Quantity::Steps, {.source = "Fitbit"}), 84.0);
}

TEST(Zips, ADamagedEntryLeavesTheOthersAndSaysSo) {
  std::string zip =
      made::ZipMaker().add("a/oura.csv", sample("oura.csv")).add("a/hrv.csv", sample("fitbit_hrv.csv")).file();
  zip[zip.find("41.5")] = '9';  // the checksum of the second no longer holds
  const auto read = imported(zip, "export.zip");
  EXPECT_EQ(made::value(*read.wellness, "2024-03-04", Quantity::Rmssd, {.source = "Oura"}), 47.0);
  EXPECT_TRUE(warns_of(read, "checksum")) << read.warnings.size();
  const auto none = import_bytes(made::ZipMaker().add("a.txt", "nothing").file(), "a.zip");
  ASSERT_FALSE(none.has_value());
}

TEST(Activities, ADayFileIsNotPlayedAndAnActivityIsNotADay) {
  const auto path = std::filesystem::path(TONUS_SOURCE_DIR) / "tests/fuzz/seeds/fuzz_import/oura.csv";
  const auto refused = exchange::read_activity(path);
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().message.find("oura_csv"), std::string::npos);
  const auto ride = imported(sample("ride.gpx"), "ride.gpx");
  ASSERT_TRUE(ride.activity.has_value());
  EXPECT_FALSE(ride.wellness.has_value());
}

}  // namespace
