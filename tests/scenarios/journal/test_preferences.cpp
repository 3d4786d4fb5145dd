// Preferences and profiles: kept whole, kept private, and never replaced by guesses when damaged.

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include <scenarios/journal/preferences.hpp>
#include <scenarios/journal/write_file.hpp>

#include "paths.hpp"

namespace tonus::journal {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// A scratch folder of its own for each case.
class PreferencesFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(TONUS_BINARY_DIR) / "scratch" / testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    path_ = folder_ / "tonus" / "preferences.json";
  }
  void TearDown() override { fs::remove_all(folder_); }
  void write(const std::string& text) const {
    fs::create_directories(path_.parent_path());
    std::ofstream(path_, std::ios::binary) << text;
  }
  fs::path folder_, path_;
};

Preferences full() {
  Preferences p;
  p.keep_sessions = true;
  p.profile.age_years = 47.0;
  p.profile.rest = BeatsPerMinute{58.5};
  p.profile.max = BeatsPerMinute{181.0};
  p.profile.ftp = Watts{231.0};
  p.profile.beta_blocker = false;
  p.profile.ceiling = BeatsPerMinute{160.0};
  p.profile.clinician = {.ceiling = BeatsPerMinute{150.0}, .most_intensity = 0.55, .dose_trimp = 80.0};
  p.profile.coach.most_intensity = 0.75;
  p.motions["scenario:strike"] = {.answer = {12.5, 2.0, 31.0, 4.5, -0.25, true}, .day = 20002};
  p.readiness = {.is_known = true, .score = 71.0, .low = 55.0, .high = 84.0, .scale = 1.05, .as_of_unix_s = 1764140000};
  p.reach_m = 0.66;
  p.answers["scenario:strike"] = {.prior = {.gain_bpm = 104.5, .gain_spread_bpm = 9.25}, .day = 20000};
  p.answers["trainer"] = {.prior = {.gain_bpm = 58.0, .gain_spread_bpm = 5.0}, .full_w = 150.0, .day = 20001};
  return p;
}

void expect_same(const Preferences& a, const Preferences& b) {
  EXPECT_EQ(a.keep_sessions, b.keep_sessions);
  EXPECT_EQ(a.profile.age_years, b.profile.age_years);
  EXPECT_EQ(a.profile.rest, b.profile.rest);
  EXPECT_EQ(a.profile.max, b.profile.max);
  EXPECT_EQ(a.profile.ftp, b.profile.ftp);
  EXPECT_EQ(a.profile.beta_blocker, b.profile.beta_blocker);
  EXPECT_EQ(a.profile.ceiling, b.profile.ceiling);
  for (const auto& [one, other] :
       {std::pair{a.profile.clinician, b.profile.clinician}, {a.profile.coach, b.profile.coach}}) {
    EXPECT_EQ(one.ceiling, other.ceiling);
    EXPECT_EQ(one.most_intensity, other.most_intensity);
    EXPECT_EQ(one.dose_trimp, other.dose_trimp);
  }
  ASSERT_EQ(a.motions.size(), b.motions.size());
  for (const auto& [scenario, motion] : a.motions) {
    ASSERT_TRUE(b.motions.contains(scenario));
    EXPECT_EQ(motion.answer.path_bpm_per_m_s, b.motions.at(scenario).answer.path_bpm_per_m_s);
    EXPECT_EQ(motion.answer.strike_spread_bpm_s, b.motions.at(scenario).answer.strike_spread_bpm_s);
    EXPECT_EQ(motion.answer.correlation, b.motions.at(scenario).answer.correlation);
    EXPECT_EQ(motion.answer.is_known, b.motions.at(scenario).answer.is_known);
    EXPECT_EQ(motion.day, b.motions.at(scenario).day);
  }
  EXPECT_EQ(a.reach_m, b.reach_m);
  ASSERT_EQ(a.readiness.has_value(), b.readiness.has_value());
  if (a.readiness) {
    EXPECT_EQ(a.readiness->scale, b.readiness->scale);
    EXPECT_EQ(a.readiness->score, b.readiness->score);
    EXPECT_EQ(a.readiness->as_of_unix_s, b.readiness->as_of_unix_s);
  }
  ASSERT_EQ(a.answers.size(), b.answers.size());
  for (const auto& [actuator, answer] : a.answers) {
    ASSERT_TRUE(b.answers.contains(actuator)) << actuator;
    const LearnedAnswer& other = b.answers.at(actuator);
    EXPECT_EQ(answer.prior.gain_bpm, other.prior.gain_bpm);
    EXPECT_EQ(answer.prior.gain_spread_bpm, other.prior.gain_spread_bpm);
    EXPECT_EQ(answer.prior.tau_s, other.prior.tau_s);
    EXPECT_EQ(answer.prior.tau_spread_s, other.prior.tau_spread_s);
    EXPECT_EQ(answer.prior.delay_s, other.prior.delay_s);
    EXPECT_EQ(answer.prior.delay_spread_s, other.prior.delay_spread_s);
    EXPECT_EQ(answer.full_w, other.full_w);
    EXPECT_EQ(answer.day, other.day);
  }
}

TEST_F(PreferencesFile, ComeBackAsTheyWereSaved) {
  for (const auto& kept : {full(), Preferences{}}) {
    const auto saved = save_preferences(path_, kept);
    ASSERT_TRUE(saved) << saved.error().message;
    const auto loaded = load_preferences(path_);
    ASSERT_TRUE(loaded) << loaded.error().message;
    expect_same(*loaded, kept);
  }
}

TEST_F(PreferencesFile, AReadinessThatCannotBeIsLeftOutWithALineAndTheRestIsRead) {
  for (const char* bad : {R"({"scale":1.2})", "3",
                          R"({"is_known":true,"score":50,"low":40,"high":60,"scale":1.3,"as_of_unix_s":1764140000})",
                          R"({"is_known":true,"score":50,"low":40,"high":60,"scale":1,"as_of_unix_s":-1})"}) {
    const auto read =
        preferences_from_json(R"({"version":1,"keep_sessions":true,"readiness":)" + std::string(bad) + "}", "p");
    ASSERT_TRUE(read) << bad;
    EXPECT_FALSE(read->readiness) << bad;
    EXPECT_EQ(read->keep_sessions, true);
    ASSERT_EQ(read->left_out.size(), 1U);
    EXPECT_EQ(read->left_out[0].find("p:1:35: "), 0U) << read->left_out[0];
  }
}

TEST_F(PreferencesFile, AReachThatNobodyHasIsLeftOutWithALine) {
  for (const char* bad : {"0.29", "1.11", "-1", "\"far\"", "1e300"}) {
    const auto read =
        preferences_from_json(R"({"version":1,"keep_sessions":true,"reach_m":)" + std::string(bad) + "}", "p");
    ASSERT_TRUE(read) << bad;
    EXPECT_FALSE(read->reach_m) << bad;
    ASSERT_EQ(read->left_out.size(), 1U) << bad;
    EXPECT_NE(read->left_out[0].find("nothing that people reach"), std::string::npos) << read->left_out[0];
  }
  EXPECT_EQ(preferences_from_json(R"({"version":1,"reach_m":0.3})", "p")->reach_m, 0.3);
}

TEST_F(PreferencesFile, NeverSavedMeansNeverAsked) {
  const auto loaded = load_preferences(path_);
  ASSERT_TRUE(loaded);
  expect_same(*loaded, Preferences{});
  EXPECT_FALSE(loaded->keep_sessions.has_value());
  EXPECT_FALSE(fs::exists(path_)) << "reading must not write";
}

TEST_F(PreferencesFile, AreReadableByTheirOwnerAloneAndLeaveNothingBeside) {
  ASSERT_TRUE(save_preferences(path_, full()));
  struct stat info {};
  ASSERT_EQ(::stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  ASSERT_EQ(::stat(path_.parent_path().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0700U);
  EXPECT_EQ(std::distance(fs::directory_iterator(path_.parent_path()), fs::directory_iterator{}), 1);
}

TEST_F(PreferencesFile, ADamagedFileIsOneLineWithThePlaceAndIsNotOverwritten) {
  const std::string damaged = "{\"version\": 1,\n \"keep_sessions\": tru\n}";
  write(damaged);
  const auto loaded = load_preferences(path_);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().message.find(path_.string() + ":2:"), 0U) << loaded.error().message;
  EXPECT_EQ(loaded.error().message.find('\n'), std::string::npos);
  const auto saved = save_preferences(path_, full());
  ASSERT_FALSE(saved);
  EXPECT_NE(saved.error().message.find("not saved"), std::string::npos);
  EXPECT_EQ(text_of(path_), damaged);
}

TEST_F(PreferencesFile, EveryTruncationIsAnErrorAndNeverHalfOfThem) {
  ASSERT_TRUE(save_preferences(path_, full()));
  const std::string text = text_of(path_);
  for (std::size_t n = 0; n + 2 < text.size(); ++n) {
    EXPECT_FALSE(preferences_from_json(std::string_view(text).substr(0, n), "p")) << n;
  }
}

TEST_F(PreferencesFile, AValueOutOfRangeIsNotSavedEither) {
  Preferences odd = full();
  odd.profile.rest = BeatsPerMinute{9000.0};
  EXPECT_FALSE(save_preferences(path_, odd));
  EXPECT_FALSE(fs::exists(path_));
}

TEST_F(PreferencesFile, AFolderThatCannotBeWrittenIsOneClearLine) {
  write("");
  const auto saved = write_file(path_ / "below-a-file.json", "text", Privacy::Private);
  ASSERT_FALSE(saved);
  EXPECT_NE(saved.error().message.find("Not a directory"), std::string::npos) << saved.error().message;
  const auto nowhere = save_preferences({}, full());
  ASSERT_FALSE(nowhere);
  EXPECT_NE(nowhere.error().message.find("HOME"), std::string::npos);
}

TEST_F(PreferencesFile, AFileIsReplacedWholeAndAFailedSaveLeavesTheOldOne) {
  ASSERT_TRUE(write_file(path_, "old", Privacy::Private));
  ASSERT_TRUE(write_file(path_, "new and longer", Privacy::Private));
  EXPECT_EQ(text_of(path_), "new and longer");
  // A folder where the file should go cannot be replaced by a rename.
  fs::create_directories(folder_ / "taken" / "inside");
  EXPECT_FALSE(write_file(folder_ / "taken", "text", Privacy::Shared));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator{}), 2)
      << "no half-written file stays";
}

/// Sets an environment variable for one case.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) {
    if (const char* old = std::getenv(name)) old_ = old;
    if (value != nullptr)
      ::setenv(name, value, 1);
    else
      ::unsetenv(name);
  }
  ~Variable() {
    if (old_)
      ::setenv(name_, old_->c_str(), 1);
    else
      ::unsetenv(name_);
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
  std::optional<std::string> old_;
};

TEST(PreferencesPlace, FollowsTheBaseDirectoryRule) {
  const Variable home("HOME", "/h");
  {
    const Variable config("XDG_CONFIG_HOME", "/c"), data("XDG_DATA_HOME", "/d");
    EXPECT_EQ(preferences_path(), "/c/tonus/preferences.json");
    EXPECT_EQ(sessions_folder(), "/d/tonus/sessions");
  }
  for (const char* unset : {static_cast<const char*>(nullptr), "", "relative/path"}) {
    const Variable config("XDG_CONFIG_HOME", unset), data("XDG_DATA_HOME", unset);
    EXPECT_EQ(preferences_path(), "/h/.config/tonus/preferences.json");
    EXPECT_EQ(sessions_folder(), "/h/.local/share/tonus/sessions");
  }
  const Variable config("XDG_CONFIG_HOME", nullptr), data("XDG_DATA_HOME", nullptr), nobody("HOME", nullptr);
  EXPECT_TRUE(preferences_path().empty());
  EXPECT_TRUE(sessions_folder().empty());
}

TEST(ProfileFile, ReadsWhatIsSaidAndLeavesTheRestUnknown) {
  const auto all =
      profile_from_json(R"({"age": 52, "rest_bpm": 61, "max_bpm": 176.5, "ftp_w": 210, "beta_blocker": true,)"
                        R"( "limits": {"ceiling_bpm": 140}})",
                        "p");
  ASSERT_TRUE(all) << all.error().message;
  EXPECT_EQ(all->age_years, 52.0);
  EXPECT_EQ(all->max, BeatsPerMinute{176.5});
  EXPECT_EQ(all->beta_blocker, true);
  EXPECT_EQ(all->ceiling, BeatsPerMinute{140.0});
  for (const char* little :
       {"{}", R"({"age": null, "limits": null})", R"({"limits": {"ceiling_bpm": null}})", "\xEF\xBB\xBF{}"}) {
    const auto profile = profile_from_json(little, "p");
    ASSERT_TRUE(profile) << little << ": " << profile.error().message;
    EXPECT_FALSE(profile->age_years || profile->rest || profile->max || profile->ftp || profile->beta_blocker ||
                 profile->ceiling);
  }
}

TEST(ProfileFile, ABadOneIsOneLineWithLineColumnAndWhatWasExpected) {
  const auto complaint = [](const char* text) {
    const auto profile = profile_from_json(text, "me.json");
    return profile ? std::string("accepted") : profile.error().message;
  };
  EXPECT_EQ(complaint("{\n  \"age\": 9\n}"), "me.json:2:3: \"age\" should be 10…100 years or null, is 9");
  EXPECT_EQ(complaint(R"({"rest_bpm": "low"})"), "me.json:1:2: \"rest_bpm\" should be 30…110 bpm or null, is \"low\"");
  EXPECT_EQ(complaint(R"({"age": 40, "agee": 41})"),
            "me.json:1:13: \"agee\" is not known here; known are age, rest_bpm, max_bpm, ftp_w, beta_blocker, limits");
  EXPECT_EQ(complaint(R"({"limits": {"celing_bpm": 150}})"),
            "me.json:1:13: \"celing_bpm\" is not known here; known are ceiling_bpm, clinician, coach");
  EXPECT_EQ(complaint(R"({"rest_bpm": 100, "max_bpm": 105})"),
            "me.json:1:19: \"max_bpm\" should be at least 20 above \"rest_bpm\"");
  EXPECT_EQ(complaint(R"({"beta_blocker": "yes"})"), "me.json:1:2: \"beta_blocker\" should be true, false or null");
  EXPECT_EQ(complaint("[1]"), "me.json:1:1: expected an object {…}");
  EXPECT_EQ(complaint("{\"age\": 40,\n \"rest_bpm\" 60}").substr(0, 14), "me.json:2:14: ");
  EXPECT_EQ(complaint(R"({"max_bpm": 1e999})").substr(0, 8), "me.json:");
  for (const char* bad : {"", "{", "nul", "{\"age\": NaN}", "\x01", R"({"age": [40]})", R"({"limits": 3})"}) {
    EXPECT_EQ(complaint(bad).substr(0, 8), "me.json:") << bad;
    EXPECT_EQ(complaint(bad).find('\n'), std::string::npos) << bad;
  }
}

TEST(ProfileFile, ColumnsCountLettersNotBytes) {
  const auto profile = profile_from_json("{\"é…\": 1, \"age\": 400}", "p");
  ASSERT_FALSE(profile);
  EXPECT_EQ(profile.error().message.substr(0, 6), "p:1:2:") << profile.error().message;
  const auto later = profile_from_json("{\"é\" 1}", "p");
  ASSERT_FALSE(later);
  EXPECT_EQ(later.error().message.substr(0, 6), "p:1:6:") << later.error().message;
}

TEST(Preferences, TheCycleIsUsedOnlyAfterAYesOfItsOwn) {
  EXPECT_FALSE(preferences_from_json(R"({"version":1,"keep_sessions":true})", "p")->uses_cycle);
  EXPECT_TRUE(preferences_from_json(R"({"version":1,"uses_cycle":true})", "p")->uses_cycle);
  EXPECT_FALSE(preferences_from_json(R"({"version":1,"uses_cycle":"yes"})", "p"));
}

TEST(Preferences, AnAnswerThatNoHeartGivesIsLeftOutWithOneLineAndTheRestStays) {
  const std::string good =
      R"({"day":"2026-01-05","gain_bpm":104,"gain_spread_bpm":9,"tau_s":60,"tau_spread_s":8,"delay_s":9,)"
      R"("delay_spread_s":2,"full_w":0})";
  const auto changed = [&](const char* from, const char* to) {
    std::string text = good;
    return text.replace(text.find(from), std::string(from).size(), to);
  };
  for (const std::string& bad : {changed("104", "3"), changed("104", "null"), changed("\"tau_s\":60", "\"tau_s\":9000"),
                                 changed("01-05", "13-05"), changed("\"full_w\":0", "\"full_w\":9"),
                                 changed("\"gain_bpm\":104,", ""), std::string("7")}) {
    const auto read = preferences_from_json(
        R"({"version":1,"keep_sessions":true,"answers":{"trainer":)" + bad + R"(,"scenario:strike":)" + good + "}}",
        "p");
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->answers.size(), 1U) << bad;
    EXPECT_TRUE(read->answers.contains("scenario:strike"));
    ASSERT_EQ(read->left_out.size(), 1U) << bad;
    EXPECT_EQ(read->left_out[0], "p:1:46: \"trainer\" is no answer that a heart could give; it is left out");
  }
  EXPECT_FALSE(preferences_from_json(R"({"version":1,"answers":[]})", "p"));
}

TEST_F(PreferencesFile, AnAnswerThatNoHeartGivesIsNotSaved) {
  Preferences odd = full();
  odd.answers["trainer"].prior.gain_bpm = 1e6;
  EXPECT_FALSE(save_preferences(path_, odd));
  EXPECT_FALSE(fs::exists(path_));
}

}  // namespace
}  // namespace tonus::journal
